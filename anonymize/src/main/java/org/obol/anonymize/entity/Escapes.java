package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Text;

/** Escapes that are left in a text because it is itself a JSON string or source code. */
final class Escapes {
  private Escapes() {}

  /**
   * Where the word at {@code start} begins when what is before it is a backslash: behind the {@code
   * n} of {@code \n}, behind the digits of a Unicode escape.
   */
  static int skip(Text text, int start, int end) {
    if (text.at(start - 1) != '\\' || start + 1 >= end) {
      return start;
    }
    int b = text.bytes[start];
    if (b == 'n' || b == 'r' || b == 't') {
      return start + 1;
    }
    boolean unicode =
        b == 'u' && start + 5 < end && Alphabet.HEX.all(text.bytes, start + 1, start + 5);
    return unicode ? start + 5 : start;
  }

  /** Whether {@code at} is free on its left or comes behind {@code \n}, {@code \r}, {@code \t}. */
  static boolean freeBefore(Text text, int at) {
    int before = text.at(at - 1);
    return text.freeBefore(at)
        || (text.at(at - 2) == '\\' && (before == 'n' || before == 'r' || before == 't'))
        || (text.at(at - 6) == '\\'
            && text.at(at - 5) == 'u'
            && Ascii.isHex(before)
            && Alphabet.HEX.all(text.bytes, at - 4, at));
  }
}
