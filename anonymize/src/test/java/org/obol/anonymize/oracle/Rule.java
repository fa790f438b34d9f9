package org.obol.anonymize.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.obol.anonymize.Label;

/** A label, what its values look like, and what confirms them; the span is the whole match. */
record Rule(Label label, Pattern pattern, Predicate<Candidate> confirmed) {
  /** Word characters as docs/entities.md says: letters, digits and {@code _}, but not CJK. */
  static final String W =
      "[\\p{L}\\p{Nd}_&&[^\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}\\p{IsThai}"
          + "\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}\\p{IsBopomofo}\\u3006\\u303C\\u30FC\\uFF70]]";

  /**
   * A rule for whole words; in {@code regex}, {@code W} in angle brackets stands for a word
   * character.
   */
  static Rule of(Label label, String regex, Predicate<Candidate> confirmed) {
    return new Rule(
        label,
        Pattern.compile("(?:%s)(?!<W>)".formatted(regex).replace("<W>", W)),
        candidate -> candidate.beginsWord() && confirmed.test(candidate));
  }

  static Rule of(Label label, String regex) {
    return of(label, regex, candidate -> true);
  }

  /** The confirmed matches, each as start and end in chars. */
  List<int[]> in(String key, String text) {
    List<int[]> spans = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    int from = 0;
    while (from <= text.length() && matcher.find(from)) {
      if (confirmed.test(new Candidate(key, text, matcher.toMatchResult()))) {
        spans.add(new int[] {matcher.start(), matcher.end()});
        from = Math.max(matcher.end(), from + 1);
      } else {
        from = matcher.start() + 1;
      }
    }
    return spans;
  }
}
