package org.obol.anonymize;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** How well found spans agree with gold spans: exact offsets and label, counted over all cases. */
public final class Score {
  private final StringBuilder wrong = new StringBuilder();
  private final Map<Label, int[]> labels = new TreeMap<>(Comparator.comparingInt(Label::id));
  private int leaks;
  private int hit;
  private int positives;
  private int negatives;

  /** Counts one case and notes it when it is wrong. */
  public void add(LabelledCase gold, SortedSet<GoldSpan> found) {
    SortedSet<GoldSpan> right = new TreeSet<>(found);
    right.retainAll(gold.spans());
    right.forEach(span -> counts(span)[0]++);
    found.forEach(span -> counts(span)[1]++);
    gold.spans().forEach(span -> counts(span)[2]++);
    if (gold.isNegative()) {
      negatives++;
      hit += found.isEmpty() ? 0 : 1;
    } else {
      positives++;
      leaks += gold.spans().stream().allMatch(span -> isCovered(span, found)) ? 0 : 1;
    }
    if (!found.equals(gold.spans())) {
      wrong.append(
          "%s: found %s, expected %s%n"
              .formatted(gold.id(), show(found, gold.text()), show(gold.spans(), gold.text())));
    }
  }

  private int[] counts(GoldSpan span) {
    return labels.computeIfAbsent(span.label(), label -> new int[3]);
  }

  private static boolean isCovered(GoldSpan gold, SortedSet<GoldSpan> found) {
    int covered = gold.start();
    for (GoldSpan span : found) {
      if (span.start() <= covered) {
        covered = Math.max(covered, span.end());
      }
    }
    return covered >= gold.end();
  }

  private static List<String> show(Set<GoldSpan> spans, String text) {
    return spans.stream().map(span -> span.in(text)).toList();
  }

  private int sum(int column) {
    return labels.values().stream().mapToInt(counts -> counts[column]).sum();
  }

  /** The part of the found spans that is right; 1 when nothing was found. */
  public double precision() {
    return ratio(sum(0), sum(1));
  }

  /** The part of the gold spans that was found. */
  public double recall() {
    return ratio(sum(0), sum(2));
  }

  private static double ratio(int part, int whole) {
    return whole == 0 ? 1 : (double) part / whole;
  }

  /** A line for each case whose spans are not the gold ones. */
  public String wrong() {
    return wrong.toString();
  }

  /** A line for the whole and one for each label that is not perfect. */
  public String table(String name) {
    StringBuilder table = new StringBuilder();
    table.append(
        "%s: precision %.4f, recall %.4f of %d spans; %d of %d positives leak, %d of %d negatives hit%n"
            .formatted(name, precision(), recall(), sum(2), leaks, positives, hit, negatives));
    labels.forEach(
        (label, n) -> {
          if (n[0] < n[1] || n[0] < n[2]) {
            table.append(
                "  %-18s P %.2f  R %.2f  (right %d, found %d, gold %d)%n"
                    .formatted(label, ratio(n[0], n[1]), ratio(n[0], n[2]), n[0], n[1], n[2]));
          }
        });
    return table.toString();
  }
}
