package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Addresses of network cards: six pairs of hex digits, or three groups of four. */
public final class Macs {
  /** Six pairs and what joins them. */
  static final int LENGTH = 17;

  private static final int DOTTED = 14;

  private Macs() {}

  /** Whether six pairs joined by {@code separator} stand at {@code start}. */
  static boolean pairs(Text text, int start, int separator) {
    for (int i = 0; i < LENGTH; i++) {
      int b = text.at(start + i);
      if (i % 3 == 2 ? b != separator : !Ascii.isHex(b)) {
        return false;
      }
    }
    return isOne(text, start, start + LENGTH);
  }

  /** Adds {@code 0011.2233.4455} when its first point is at {@code at} and a digit is in it. */
  public static void dotted(Text text, int at, Spans spans) {
    int start = at - 4;
    if (isDotted(text, start)) {
      spans.add(Label.MAC, start, start + DOTTED);
    }
  }

  private static boolean isDotted(Text text, int start) {
    boolean digit = false;
    for (int i = 0; i < DOTTED; i++) {
      int b = text.at(start + i);
      if (i % 5 == 4 ? b != '.' : !Ascii.isHex(b)) {
        return false;
      }
      digit |= Ascii.isDigit(b);
    }
    int end = start + DOTTED;
    return digit
        && text.freeBefore(start)
        && text.at(start - 1) != '.'
        && text.freeAfter(end)
        && !(text.at(end) == '.' && Ascii.isHex(text.at(end + 1)))
        && isOne(text, start, end);
  }

  /** All zero and all ones are the addresses of nobody. */
  private static boolean isOne(Text text, int start, int end) {
    boolean zero = true;
    boolean ones = true;
    for (int i = start; i < end; i++) {
      int b = text.at(i);
      if (Ascii.isHex(b)) {
        zero &= b == '0';
        ones &= (b | 0x20) == 'f';
      }
    }
    return !zero && !ones;
  }
}
