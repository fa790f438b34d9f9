package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Numbers of passports, which only the word before them tells from other numbers. */
final class Passports {
  private static final int SHORTEST = 6;
  private static final int LONGEST = 9;
  private static final int DIGITS = 6;
  private static final int OTHERS = Cues.PRODUCT | Cues.VERSION;

  private Passports() {}

  /**
   * Adds the number in the word around the first digit of it, which is at {@code at}; its end, or
   * -1.
   */
  static int around(Text text, int at, Spans spans) {
    int start = at;
    while (start > at - LONGEST && Ascii.isUpper(text.at(start - 1))) {
      start--;
    }
    int end = at;
    int digits = 0;
    while (end - start <= LONGEST && (Ascii.isDigit(text.at(end)) || Ascii.isUpper(text.at(end)))) {
      digits += Ascii.isDigit(text.at(end)) ? 1 : 0;
      end++;
    }
    int length = end - start;
    if (length < SHORTEST || length > LONGEST || digits < DIGITS) {
      return -1;
    }
    if (!Edges.clearBefore(text, start, spans)
        || !Edges.clearAfter(text, end)
        || !bare(text, start, end, Cues.before(text, start), spans)) {
      return -1;
    }
    return end;
  }

  /** Adds the word where the context asks for it. */
  static boolean bare(Text text, int start, int end, long cues, Spans spans) {
    boolean asked =
        Cues.adjacent(cues, Cues.PASSPORT)
            || (Cues.near(cues, Cues.PASSPORT)
                && !Cues.adjacent(cues, OTHERS)
                && !(end - start == 8 && Dates.isCompact(text, start)));
    if (!asked || end - start > LONGEST || end - start < SHORTEST) {
      return false;
    }
    spans.add(Label.PASSPORT, start, end);
    return true;
  }
}
