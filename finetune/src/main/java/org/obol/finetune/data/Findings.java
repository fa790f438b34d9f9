package org.obol.finetune.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The findings of a file: all are counted, and kept are the first five of each warning and of each
 * information, and the first errors, among them the first of each kind. Not thread-safe.
 */
final class Findings {

  private static final int KEPT_OF_A_RULE = 5;

  private final int keptErrors;
  private final List<Finding> kept = new ArrayList<>();
  private final Map<Rule, Long> counts = new EnumMap<>(Rule.class);
  private final Map<Rule, Integer> keptOf = new EnumMap<>(Rule.class);
  private int errors;

  Findings(int keptErrors) {
    this.keptErrors = keptErrors;
  }

  void add(RecordNotes notes) {
    notes.counts().forEach((rule, count) -> counts.merge(rule, count, Long::sum));
    notes.findings().forEach(this::offer);
  }

  private void offer(Finding finding) {
    Rule rule = finding.rule();
    int of = keptOf.getOrDefault(rule, 0);
    boolean error = rule.level() == Level.ERROR;
    if (error ? of == 0 || errors < keptErrors : of < KEPT_OF_A_RULE) {
      kept.add(finding);
      keptOf.merge(rule, 1, Integer::sum);
      errors += error ? 1 : 0;
    }
  }

  /** Those kept, by level and then in the order of the file. */
  List<Finding> kept() {
    return kept.stream()
        .sorted(
            Comparator.comparing((Finding finding) -> finding.rule().level())
                .thenComparingLong(Finding::line))
        .toList();
  }

  boolean haveErrors() {
    return errors > 0;
  }

  /** How many there were of each rule. */
  Map<Rule, Long> counts() {
    return new EnumMap<>(counts);
  }
}
