package org.obol.anonymize.rules;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Text;

/**
 * A stretch of a text without placeholders. Rules see one piece at a time, as if it were all there
 * is: what they find cannot depend on which placeholders stand around it, nor touch them.
 */
final class Piece {
  private static final int WORDS = 5;
  private static final int FARTHEST = 256;

  final Text text;

  /** The names around the text, in lower case. */
  private final String key;

  /** All of {@code text}, which begins at 0. */
  Piece(Text text, String key) {
    this.text = text;
    this.key = key;
  }

  String string(int from, int to) {
    return new String(text.bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** The line or lines that {@code [from, to)} is on. */
  String lines(int from, int to) {
    int start = from;
    while (start > 0 && text.bytes[start - 1] != '\n') {
      start--;
    }
    int end = to;
    while (end < text.to && text.bytes[end] != '\n') {
      end++;
    }
    return string(start, end);
  }

  /**
   * Whether one of {@code words} is in the five words before {@code at}, in the one that {@code at}
   * is glued to, or in the JSON key; as there, a word may be a part of another.
   */
  boolean hasBefore(int at, Set<String> words) {
    String before = wordsBefore(at);
    return words.stream().anyMatch(word -> before.contains(word) || key.contains(word));
  }

  private String wordsBefore(int at) {
    int from = Math.max(0, at - FARTHEST);
    while (from < at && (text.bytes[from] & 0xC0) == 0x80) {
      from++;
    }
    Deque<String> last = new ArrayDeque<>();
    for (String word : words(string(from, at)).split(" ")) {
      last.add(word);
      if (last.size() > WORDS + 1) {
        last.remove();
      }
    }
    if (at > 0 && last.size() > WORDS && !Ascii.isWord(text.bytes[at - 1])) {
      last.remove();
    }
    return String.join(" ", last);
  }

  /** The words of {@code text} in lower case, with single spaces between them. */
  static String words(String text) {
    StringBuilder words = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isLetterOrDigit(c) || c == '_' ? c : ' ')
        .filter(c -> c != ' ' || (!words.isEmpty() && words.charAt(words.length() - 1) != ' '))
        .forEach(words::appendCodePoint);
    return words.toString().strip().toLowerCase(Locale.ROOT);
  }
}
