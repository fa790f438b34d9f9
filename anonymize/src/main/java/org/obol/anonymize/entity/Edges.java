package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Whether a number stands alone or is a part of something longer. */
final class Edges {
  private Edges() {}

  /**
   * Whether nothing before {@code at} joins on: no word, no decimal point, no dash or slash with a
   * number before it that is not itself a value found before, no dollar sign.
   */
  static boolean clearBefore(Text text, int at, Spans spans) {
    int before = text.at(at - 1);
    return switch (before) {
      case '.' -> !Ascii.isDigit(text.at(at - 2));
      case '-' -> !Ascii.isWord(text.at(at - 2)) || endsSpan(spans, at - 1);
      case '/' -> !Ascii.isDigit(text.at(at - 2)) || endsSpan(spans, at - 1);
      case '$', '+' -> false;
      default -> text.freeBefore(at);
    };
  }

  /** Whether nothing behind {@code end} joins on: no word, no dash or point with a digit. */
  static boolean clearAfter(Text text, int end) {
    int after = text.at(end);
    if (after == '-' || after == '.') {
      return !Ascii.isDigit(text.at(end + 1));
    }
    return text.freeAfter(end);
  }

  /** Whether the span found last ends at {@code at}. */
  static boolean endsSpan(Spans spans, int at) {
    return spans.size() > 0 && spans.end(spans.size() - 1) == at;
  }

  /**
   * Whether a number, which is not a value found before, and a space stand before {@code at}: then
   * {@code at} may be in the middle of a spaced group.
   */
  static boolean spacedBefore(Text text, int at, Spans spans) {
    return text.at(at - 1) == ' ' && Ascii.isDigit(text.at(at - 2)) && !endsSpan(spans, at - 1);
  }

  /** Whether a space and a digit stand at {@code end}. */
  static boolean spacedAfter(Text text, int end) {
    return text.at(end) == ' ' && Ascii.isDigit(text.at(end + 1));
  }

  /**
   * Whether {@code at} continues a list or table of numbers that are no values. Nothing in those
   * has context of its own, so they need no look at the words before them.
   */
  static boolean inTable(Text text, int at, Spans spans) {
    int i = at;
    while (i > at - 3 && isListMark(text.at(i - 1))) {
      i--;
    }
    return i < at && Ascii.isDigit(text.at(i - 1)) && !endsSpan(spans, i);
  }

  private static boolean isListMark(int b) {
    return Ascii.isSpace(b) || b == ',' || b == ';' || b == '|';
  }
}
