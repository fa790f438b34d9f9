package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Text;

/** A set of ASCII characters that a token is made of. */
final class Alphabet {
  static final Alphabet DIGITS = of("0-9");
  static final Alphabet LOWER_HEX = of("0-9a-f");
  static final Alphabet HEX = of("0-9a-fA-F");
  static final Alphabet UPPER_DIGITS = of("A-Z0-9");
  static final Alphabet LETTERS_DIGITS = of("A-Za-z0-9");
  static final Alphabet WORD = of("A-Za-z0-9_");
  static final Alphabet BASE64_URL = of("A-Za-z0-9_-");
  static final Alphabet BASE64 = of("A-Za-z0-9+/");

  /** What RFC 9110, 11.2 calls token68, without the {@code =} at its end. */
  static final Alphabet TOKEN68 = of("A-Za-z0-9._~+/-");

  private final boolean[] has = new boolean[256];

  private Alphabet() {}

  /** Characters and ranges of them; a {@code -} for itself is the last one. */
  static Alphabet of(String characters) {
    Alphabet alphabet = new Alphabet();
    for (int i = 0; i < characters.length(); i++) {
      char first = characters.charAt(i);
      boolean range = i + 2 < characters.length() && characters.charAt(i + 1) == '-';
      char last = range ? characters.charAt(i + 2) : first;
      for (int c = first; c <= last; c++) {
        alphabet.has[c] = true;
      }
      i += range ? 2 : 0;
    }
    return alphabet;
  }

  boolean has(int b) {
    return has[b & 0xFF];
  }

  /** The end of the run of these characters that begins at {@code at}, at most {@code limit}. */
  int end(byte[] bytes, int at, int limit) {
    int end = at;
    while (end < limit && has[bytes[end] & 0xFF]) {
      end++;
    }
    return end;
  }

  /** The same up to the end of the text. */
  int end(Text text, int at) {
    return end(text.bytes, at, text.to);
  }

  /** The start of the run that ends before {@code at}, at most {@code reach} before it. */
  int start(Text text, int at, int reach) {
    int first = Math.max(text.from, at - reach);
    int start = at;
    while (start > first && has[text.bytes[start - 1] & 0xFF]) {
      start--;
    }
    return start;
  }

  /** Whether all of {@code bytes[from, to)} are in it. */
  boolean all(byte[] bytes, int from, int to) {
    return end(bytes, from, to) == to;
  }
}
