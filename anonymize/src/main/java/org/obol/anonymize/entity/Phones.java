package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** North American phones, which their form gives away. */
final class Phones {
  private static final int ANY = Cues.PHONE | Cues.DIAL;

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
   * Adds the phone whose area code in parentheses begins at {@code area}, with what begins the span
   * at {@code start}; its end, or -1.
   */
  static int parenthesized(Text text, int start, int area, Spans spans) {
    int i = nextGroup(text, area + 3);
    if (text.at(area + 3) != ')' || i < 0) {
      return -1;
    }
    int end = i + 3;
    int separator = DigitGroups.separator(text.at(end));
    int line = Ascii.isDigit(text.at(end)) ? end : end + 1;
    if (line > end && (separator == 0 || separator == DigitGroups.SLASH)) {
      return -1;
    }
    for (int digit = 0; digit < 4; digit++) {
      if (!Ascii.isDigit(text.at(line + digit))) {
        return -1;
      }
    }
    end = line + 4;
    if (!isNorthAmerican(text, area, i) || !endsPhone(text, end) || Ascii.isDigit(text.at(end))) {
      return -1;
    }
    return text.freeBefore(start) ? add(text, start, end, spans) : -1;
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
    int i = at;
    if (text.at(i) == ')') {
      i += DigitGroups.separator(text.at(i + 1)) != 0 ? 2 : 1;
      i += text.at(i) == '(' ? 1 : 0;
    } else if (DigitGroups.separator(text.at(i)) != 0) {
      i += text.at(i + 1) == '(' ? 2 : 1;
    } else if (text.at(i) == '(') {
      i++;
    } else {
      return -1;
    }
    return Ascii.isDigit(text.at(i)) ? i : -1;
  }

  /** With nothing but spaces a phone looks like three cells of a row of numbers. */
  private static boolean isInRow(Text text, int at, int end, Spans spans) {
    boolean row =
        Edges.spacedBefore(text, at, spans)
            || (Edges.spacedAfter(text, end)
                && !DigitGroups.haveLengths(DigitGroups.parse(text, end + 1), 3, 0x334)
                && !DigitGroups.haveLengths(DigitGroups.parse(text, end + 1), 4, 0x1334));
    return row && !Cues.near(Cues.before(text, at), ANY);
  }

  private static int add(Text text, int start, int end, Spans spans) {
    if (Cues.adjacent(Cues.before(text, start), OTHERS)) {
      return -1;
    }
    spans.add(Label.PHONE, start, end);
    return end;
  }
}
