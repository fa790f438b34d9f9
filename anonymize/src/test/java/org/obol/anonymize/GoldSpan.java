package org.obol.anonymize;

import java.util.Comparator;

/** A span in a text, in code points, end exclusive. */
public record GoldSpan(Label label, int start, int end) implements Comparable<GoldSpan> {
  private static final Comparator<GoldSpan> ORDER =
      Comparator.comparingInt(GoldSpan::start)
          .thenComparingInt(GoldSpan::end)
          .thenComparingInt(span -> span.label().id());

  @Override
  public int compareTo(GoldSpan other) {
    return ORDER.compare(this, other);
  }

  /** As {@code EMAIL[alice@example.com]}, for reports. */
  public String in(String text) {
    return label
        + "["
        + text.substring(text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, end))
        + "]@"
        + start;
  }
}
