package org.obol.anonymize.scan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Words of which one must stand shortly before a candidate, or be in the name of its JSON key. Case
 * of ASCII letters is ignored.
 */
public final class Context {
  /** How far before a candidate its context reaches, in bytes. */
  public static final int REACH = 40;

  private final List<byte[]> words;

  /** By the byte in lower case: whether a word begins with it. */
  private final boolean[] begins = new boolean[256];

  private Context(List<byte[]> words) {
    this.words = words;
    words.forEach(word -> begins[word[0] & 0xFF] = true);
  }

  /**
   * {@code words} in lower case; a word that begins with a letter or digit matches only at the
   * start of a word.
   */
  public static Context of(String... words) {
    return new Context(
        Arrays.stream(words).map(word -> word.getBytes(StandardCharsets.UTF_8)).toList());
  }

  /**
   * Whether one of the words stands within {@link #REACH} before {@code at}, or in the key when the
   * text begins within it.
   */
  public boolean before(Text text, int at) {
    int first = from(text, at);
    return in(text.bytes, text.from, first, at)
        || (first == text.from && in(text.keyBytes, text.keyFrom, text.keyFrom, text.keyTo));
  }

  /**
   * Where the context of a candidate at {@code at} begins: {@link #REACH} before it, or behind a
   * placeholder that is nearer.
   */
  public static int from(Text text, int at) {
    return Placeholders.behindLast(text.bytes, Math.max(text.from, at - REACH), at);
  }

  private boolean in(byte[] bytes, int begin, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!begins[Ascii.lower(bytes[i]) & 0xFF]) {
        continue;
      }
      for (byte[] word : words) {
        if (matches(bytes, i, to, word)
            && (i == begin || !joins(bytes[i - 1], bytes[i], word[0]))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean matches(byte[] bytes, int at, int to, byte[] word) {
    if (at + word.length > to) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (Ascii.lower(bytes[at + i]) != word[i]) {
        return false;
      }
    }
    return true;
  }

  /** {@code homePhone} has the word phone in it, {@code megaphone} has not. */
  private static boolean joins(byte before, byte at, byte word) {
    return Ascii.isLetterOrDigit(word)
        && Ascii.isLetterOrDigit(before)
        && !(Ascii.isLower(before) && Ascii.isUpper(at));
  }
}
