package org.obol.anonymize.scan;

import java.nio.charset.StandardCharsets;

/**
 * One string under scan: unescaped, valid UTF-8 in {@code bytes[from, to)}, and the name of the
 * JSON key whose value it is. All positions that matchers speak of are indexes into {@link #bytes}.
 * Mutable and reused for each string; owned by one thread.
 */
public final class Text {
  private static final byte[] NOTHING = {};

  public byte[] bytes = NOTHING;
  public int from;
  public int to;

  /** The raw key, empty where the string is itself a key or has none. */
  public byte[] keyBytes = NOTHING;

  public int keyFrom;
  public int keyTo;

  /** A text of its own without a key. */
  public static Text of(String text) {
    Text of = new Text();
    of.bytes = text.getBytes(StandardCharsets.UTF_8);
    of.to = of.bytes.length;
    return of;
  }

  /**
   * The byte at {@code at}, or 0 outside of the text; negative for bytes of a character that is not
   * ASCII.
   */
  public int at(int at) {
    return at >= from && at < to ? bytes[at] : 0;
  }

  /**
   * Whether the ASCII {@code word} stands at {@code at}, case ignored; {@code word} must be in
   * lower case.
   */
  public boolean startsWith(int at, byte[] word) {
    if (at < from || at + word.length > to) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (Ascii.lower(bytes[at + i]) != word[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a word begins or ends at {@code at}: not both the character before it and the one at it
   * are word characters.
   */
  public boolean freeBefore(int at) {
    if (at <= from) {
      return true;
    }
    byte before = bytes[at - 1];
    return before >= 0 ? !Ascii.isWord(before) : !isWordCharacter(codePointBefore(at));
  }

  /** Whether the character at {@code at}, just behind a span, is no word character. */
  public boolean freeAfter(int at) {
    if (at >= to) {
      return true;
    }
    byte after = bytes[at];
    return after >= 0 ? !Ascii.isWord(after) : !isWordCharacter(codePointAt(at));
  }

  /** The code point whose last byte is before {@code at}. */
  public int codePointBefore(int at) {
    int start = at - 1;
    while (start > from && (bytes[start] & 0xC0) == 0x80) {
      start--;
    }
    return codePointAt(start);
  }

  /** The code point whose first byte is at {@code at}. */
  public int codePointAt(int at) {
    int b = bytes[at];
    if (b >= 0) {
      return b;
    }
    if ((b & 0xE0) == 0xC0) {
      return ((b & 0x1F) << 6) | tail(at + 1);
    }
    if ((b & 0xF0) == 0xE0) {
      return ((b & 0x0F) << 12) | (tail(at + 1) << 6) | tail(at + 2);
    }
    return ((b & 0x07) << 18) | (tail(at + 1) << 12) | (tail(at + 2) << 6) | tail(at + 3);
  }

  private int tail(int at) {
    return bytes[at] & 0x3F;
  }

  /**
   * Letters and digits that join words; scripts written without spaces do not (docs/entities.md).
   */
  public static boolean isWordCharacter(int codePoint) {
    boolean japanese =
        (codePoint >= 0x3000 && codePoint <= 0x30FF)
            || (codePoint >= 0xFF66 && codePoint <= 0xFF9F);
    if (japanese || !Character.isLetterOrDigit(codePoint)) {
      return false;
    }
    return switch (Character.UnicodeScript.of(codePoint)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, THAI, LAO, KHMER, MYANMAR, BOPOMOFO -> false;
      default -> true;
    };
  }
}
