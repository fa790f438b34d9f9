package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** North American phones, which their form gives away. */
final class Phones {

  /** Numbers of these have forms of their own, or any form; a wrong one of them is no phone. */
  private static final int OTHERS =
      Cues.PRODUCT
          | Cues.VERSION
          | Cues.CARD
          | Cues.SSN
          | Cues.ITIN
          | Cues.NHS
          | Cues.TAX
          | Cues.CPF
          | Cues.AADHAAR
          | Cues.SIN;

  private static final byte[] EXTENSION = Words.ascii("ext");

  private Phones() {}

  /** Adds the phone that groups of 3-3-4 or 1-3-3-4 at {@code at} make; its end, or -1. */
  static int grouped(Text text, int at, long groups, Spans spans) {
    int code = DigitGroups.length(groups, 0) == 1 ? 1 : 0;
    int area = at + (2 * code);
    int end = DigitGroups.end(groups, at, 3 + code);
    int second = DigitGroups.separator(groups, code);
    int third = DigitGroups.separator(groups, code + 1);
    boolean ones = code == 0 || text.at(at) == '1';
    if (!ones || !isNorthAmerican(text, area, area + 4) || !endsPhone(text, end)) {
      return -1;
    }
    boolean mixed = second == DigitGroups.SPACE || second == DigitGroups.SLASH;
    if (second != third && !(mixed && third == DigitGroups.DASH)) {
      return second == DigitGroups.SPACE && third == DigitGroups.DOT
          ? add(text, at, end, spans)
          : -1;
    }
    if (second == DigitGroups.SLASH && third == DigitGroups.SLASH) {
      return -1;
    }
    if (third == DigitGroups.SPACE && isInRow(text, at, end, spans)) {
      return -1;
    }
    return add(text, at, end, spans);
  }

  /**
   * Adds the phone whose area code, in parentheses or before a separator that is not ASCII, begins
   * at {@code area}, with what begins the span at {@code start}; its end, or -1.
   */
  static int separated(Text text, int start, int area, Spans spans) {
    int exchange = nextGroup(text, area + 3);
    if (exchange < 0 || !isNorthAmerican(text, area, exchange)) {
      return -1;
    }
    int i = exchange + 3;
    int line = Ascii.isDigit(text.at(i)) ? i : nextGroup(text, i);
    if (line < 0 || Dates.number(text, line, 4) < 0 || Ascii.isDigit(text.at(line + 4))) {
      return -1;
    }
    boolean alone = text.freeBefore(start) && endsPhone(text, line + 4);
    return alone ? add(text, start, line + 4, spans) : -1;
  }

  /** Area codes and exchanges have three digits and begin with 2 to 9. */
  static boolean isNorthAmerican(Text text, int area, int exchange) {
    return text.at(area) >= '2'
        && text.at(exchange) >= '2'
        && areThree(text, area)
        && areThree(text, exchange);
  }

  private static boolean areThree(Text text, int at) {
    return Ascii.isDigit(text.at(at))
        && Ascii.isDigit(text.at(at + 1))
        && Ascii.isDigit(text.at(at + 2));
  }

  /** Like {@link Edges#clearAfter}, but an extension such as {@code x12} may follow. */
  static boolean endsPhone(Text text, int end) {
    boolean extension =
        (text.at(end) == 'x' && Ascii.isDigit(text.at(end + 1))) || text.startsWith(end, EXTENSION);
    return extension || Edges.clearAfter(text, end);
  }

  /**
   * Where the digits behind one separator begin: a space, dash, point or slash, a parenthesis, or a
   * parenthesis and one of those. -1 where no digits follow.
   */
  static int nextGroup(Text text, int at) {
    int i = at + (text.at(at) == ')' ? 1 : 0);
    i += separatorLength(text, i);
    i += text.at(i) == '(' ? 1 : 0;
    return i > at && Ascii.isDigit(text.at(i)) ? i : -1;
  }

  /** The bytes of the separator at {@code at}; also of the spaces and dashes of typography. */
  private static int separatorLength(Text text, int at) {
    int b = text.at(at);
    if (b >= 0) {
      return DigitGroups.separator(b) != 0 ? 1 : 0;
    }
    return switch (text.codePointAt(at)) {
      case 0xA0 -> 2;
      case 0x2009, 0x2010, 0x2011, 0x2012, 0x2013, 0x202F -> 3;
      default -> 0;
    };
  }

  /** With nothing but spaces a phone looks like three cells of a row of numbers. */
  private static boolean isInRow(Text text, int at, int end, Spans spans) {
    boolean row =
        Edges.spacedBefore(text, at, spans)
            || (Edges.spacedAfter(text, end)
                && !DigitGroups.haveLengths(DigitGroups.parse(text, end + 1), 3, 0x334)
                && !DigitGroups.haveLengths(DigitGroups.parse(text, end + 1), 4, 0x1334));
    return row && !Cues.near(Cues.before(text, at), Cues.ANY_PHONE);
  }

  private static int add(Text text, int start, int end, Spans spans) {
    if (Cues.adjacent(Cues.before(text, start), OTHERS)) {
      return -1;
    }
    spans.add(Label.PHONE, start, end);
    return end;
  }
}
