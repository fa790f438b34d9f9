package org.obol.anonymize.onnx;

import org.obol.anonymize.scan.Text;

/**
 * A text and its tokens. Positions are bytes of {@code text.bytes}, end exclusive.
 *
 * @param ids numbers of the tokens in the model's vocabulary, without those that mark begin and end
 * @param from where the letters and digits of each token begin
 * @param to where they end; not behind {@code from} when it has none
 */
record Tokenized(Text text, long[] ids, int[] from, int[] to) {

  int size() {
    return ids.length;
  }

  /** Whether the token is more than space and punctuation. */
  boolean hasLetters(int token) {
    return to[token] > from[token];
  }

  /** Whether the token belongs to the same word as the one before it. */
  boolean continues(int token) {
    if (token == 0 || !hasLetters(token) || !hasLetters(token - 1)) {
      return false;
    }
    if (from[token] < to[token - 1]) {
      return true;
    }
    return from[token] == to[token - 1] && joined(text, from[token]);
  }

  /** Whether the characters around {@code at} belong to one word. */
  static boolean joined(Text text, int at) {
    if (at <= text.from || at >= text.to) {
      return false;
    }
    int after = text.codePointAt(at);
    int before = text.codePointBefore(at);
    if (isMark(after)) {
      return isPart(before);
    }
    return Text.isWordCharacter(after) && (Text.isWordCharacter(before) || isMark(before));
  }

  /** Whether the character at {@code at} is a letter or digit, or a mark on one before it. */
  static boolean mayBegin(Text text, int at) {
    int codePoint = text.codePointAt(at);
    return Character.isLetterOrDigit(codePoint) || (isMark(codePoint) && joined(text, at));
  }

  /** Letters, digits and the marks that belong to them. */
  static boolean isPart(int codePoint) {
    return Character.isLetterOrDigit(codePoint) || isMark(codePoint);
  }

  private static boolean isMark(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }
}
