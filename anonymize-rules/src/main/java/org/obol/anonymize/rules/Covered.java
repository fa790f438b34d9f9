package org.obol.anonymize.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;

/**
 * The stretches of a text that are placeholders or will be.
 *
 * @param stretches in order, disjoint, not empty
 */
record Covered(List<Gap> stretches) {
  private static final int LONGEST_PLACEHOLDER = 90;

  /** {@code [from, to)} of a text. */
  record Gap(int from, int to) {}

  /** The placeholders {@code <LABEL_12>} and {@code <LABEL_0af3>} that are in the text. */
  static Covered placeholders(byte[] bytes, int from, int to) {
    List<Gap> found = new ArrayList<>();
    for (int at = from; at < to; at++) {
      if (bytes[at] == '<') {
        int end = placeholder(bytes, at, to);
        if (end > 0) {
          found.add(new Gap(at, end));
          at = end - 1;
        }
      }
    }
    return new Covered(found);
  }

  /** Where the placeholder that begins at {@code at} ends, or -1. */
  private static int placeholder(byte[] bytes, int at, int to) {
    int limit = Math.min(to, at + LONGEST_PLACEHOLDER);
    int end = at + 1;
    int line = -1;
    while (end < limit && Ascii.isWord(bytes[end])) {
      line = bytes[end] == '_' ? end : line;
      end++;
    }
    if (end >= limit || bytes[end] != '>' || line < at + 3 || line == end - 1) {
      return -1;
    }
    for (int i = at + 1; i < end; i++) {
      boolean good =
          i <= line
              ? Ascii.isUpper(bytes[i])
                  || bytes[i] == '_'
                  || (i > at + 1 && Ascii.isDigit(bytes[i]))
              : Ascii.isHex(bytes[i]) && !Ascii.isUpper(bytes[i]);
      if (!good) {
        return -1;
      }
    }
    return end + 1;
  }

  /** These stretches and the spans. */
  Covered with(Spans spans) {
    List<Gap> all = new ArrayList<>(stretches);
    for (int i = 0; i < spans.size(); i++) {
      all.add(new Gap(spans.start(i), spans.end(i)));
    }
    all.sort(Comparator.comparingInt(Gap::from));
    List<Gap> joined = new ArrayList<>();
    for (Gap next : all) {
      Gap last = joined.isEmpty() ? new Gap(-1, -1) : joined.getLast();
      if (next.from() < last.to()) {
        joined.set(joined.size() - 1, new Gap(last.from(), Math.max(last.to(), next.to())));
      } else {
        joined.add(next);
      }
    }
    return new Covered(joined);
  }

  /** What is between the stretches. */
  List<Gap> uncovered(int from, int to) {
    List<Gap> gaps = new ArrayList<>();
    int at = from;
    for (Gap stretch : stretches) {
      if (stretch.from() > at) {
        gaps.add(new Gap(at, stretch.from()));
      }
      at = stretch.to();
    }
    if (to > at) {
      gaps.add(new Gap(at, to));
    }
    return gaps;
  }
}
