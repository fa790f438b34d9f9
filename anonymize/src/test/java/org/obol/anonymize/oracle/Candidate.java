package org.obol.anonymize.oracle;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A match of a rule's pattern, with the text and the JSON key around it. */
record Candidate(String key, String text, MatchResult match) {
  private static final int REACH = 40;
  private static final Pattern WORD = Pattern.compile(Rule.W);

  String value() {
    return match.group();
  }

  String group(int number) {
    return match.group(number);
  }

  String digits() {
    return Checks.digits(value());
  }

  String before() {
    return text.substring(0, match.start());
  }

  String after() {
    return text.substring(match.end());
  }

  /** Whether no word character is before it. */
  boolean beginsWord() {
    int start = match.start();
    return start == 0 || !WORD.matcher(Character.toString(text.codePointBefore(start))).matches();
  }

  boolean beforeEnds(String regex) {
    return Pattern.compile("(?:" + regex + ")$", Pattern.UNICODE_CHARACTER_CLASS)
        .matcher(before())
        .find();
  }

  /**
   * Whether one of the {@code words} begins a word within 40 bytes before the match, or in the key
   * when the text begins within them.
   */
  boolean near(String... words) {
    String before = before();
    int first = before.length();
    while (first > 0
        && before.substring(first - 1).getBytes(StandardCharsets.UTF_8).length <= REACH) {
      first--;
    }
    return has(before, first, words) || (first == 0 && has(key, 0, words));
  }

  private static boolean has(String text, int from, String... words) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String word : words) {
      for (int at = lower.indexOf(word, from); at >= 0; at = lower.indexOf(word, at + 1)) {
        if (at == 0 || !joins(text.charAt(at - 1), text.charAt(at), word.charAt(0))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean joins(char before, char at, char word) {
    return Character.isLetterOrDigit(word)
        && String.valueOf(before).matches("[A-Za-z0-9]")
        && !(Character.isLowerCase(before) && Character.isUpperCase(at));
  }
}
