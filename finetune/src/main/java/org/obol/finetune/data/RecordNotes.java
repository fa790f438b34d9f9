package org.obol.finetune.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What the rules say of one line. All findings are counted, the first few are kept: a line can have
 * millions. Owned by the thread that looks at the line.
 */
final class RecordNotes {

  private static final int KEPT = 50;

  private final long line;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Rule, Long> counts = new EnumMap<>(Rule.class);
  private final Map<String, Integer> types = new TreeMap<>();
  private final Map<String, Long> personal = new TreeMap<>();

  RecordNotes(long line) {
    this.line = line;
  }

  void add(Rule rule, Pointer where, String message) {
    add(rule, OptionalInt.empty(), where, message);
  }

  void add(Rule rule, OptionalInt column, Pointer where, String message) {
    // The first of each rule is kept however many there were of others.
    if (counts.merge(rule, 1L, Long::sum) == 1 || findings.size() < KEPT) {
      findings.add(new Finding(rule, line, column, where.text(), message));
    }
  }

  /** Notes that a value of that type stands at {@code path}, which may have * for any index. */
  void type(String path, ValueType type) {
    types.merge(path, type.bit(), (a, b) -> a | b);
  }

  void personal(String label) {
    personal.merge(label, 1L, Long::sum);
  }

  long line() {
    return line;
  }

  List<Finding> findings() {
    return findings;
  }

  Map<Rule, Long> counts() {
    return counts;
  }

  /** For each path the bits of the types that were met there. */
  Map<String, Integer> types() {
    return types;
  }

  Map<String, Long> personal() {
    return personal;
  }

  /** The first error of the record, if there is one. */
  Optional<Rule> error() {
    return findings.stream()
        .map(Finding::rule)
        .filter(rule -> rule.level() == Level.ERROR)
        .findFirst();
  }
}
