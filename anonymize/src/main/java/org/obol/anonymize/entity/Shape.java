package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Text;

/**
 * A token that its prefix gives away: what follows it, how many characters, and which of {@link
 * #DIGIT}, {@link #UPPER}, {@link #LOWER} must be among them.
 */
record Shape(Label label, Literal prefix, Alphabet body, int min, int max, int needs) {
  static final int DIGIT = 1;
  static final int UPPER = 2;
  static final int LOWER = 4;

  /** Nothing may follow in the same word, not even {@code -}. */
  static final int WHOLE = 8;

  static final int ANY_LENGTH = Integer.MAX_VALUE;

  /** The end of such a token at {@code start} of a word that ends at {@code wordEnd}, or -1. */
  int end(Text text, int start, int wordEnd) {
    if (!prefix.at(text, start)) {
      return -1;
    }
    int from = start + prefix.length();
    int end = body.end(text.bytes, from, wordEnd);
    int length = end - from;
    if (length < min || length > max || !text.freeAfter(end)) {
      return -1;
    }
    if ((needs & WHOLE) != 0 && end != wordEnd) {
      return -1;
    }
    return isFilled(text, from, end) ? end : -1;
  }

  /** Has what it needs, and is not {@code xxxxxxxx}. */
  private boolean isFilled(Text text, int from, int to) {
    int seen = 0;
    boolean mask = true;
    for (int i = from; i < to; i++) {
      int b = text.bytes[i];
      mask &= b == 'x' || b == 'X' || b == '-' || b == '_';
      seen |= Ascii.isDigit(b) ? DIGIT : Ascii.isUpper(b) ? UPPER : Ascii.isLower(b) ? LOWER : 0;
    }
    int needed = needs & (DIGIT | UPPER | LOWER);
    return !mask && (seen & needed) == needed;
  }
}
