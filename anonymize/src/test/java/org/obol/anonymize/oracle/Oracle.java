package org.obol.anonymize.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.obol.anonymize.GoldSpan;
import org.obol.anonymize.Label;

/**
 * The scanner a second time, slow and plain: regular expressions and checks on strings, written
 * from docs/entities.md alone. Labels that it does not know: PASSWORD, MNEMONIC, PASSPORT,
 * DATE_OF_BIRTH and those of a model.
 */
final class Oracle {
  private static final List<Rule> RULES =
      Stream.of(PersonalRules.all(), SecretRules.all()).flatMap(List::stream).toList();

  private Oracle() {}

  static Set<Label> labels() {
    return RULES.stream().map(Rule::label).collect(Collectors.toSet());
  }

  /** Whether {@code text} as a whole is a value of {@code label} when nothing is around it. */
  static boolean accepts(Label label, String key, String text) {
    return RULES.stream()
        .filter(rule -> rule.label() == label)
        .anyMatch(
            rule ->
                rule.in(key, text).stream().anyMatch(at -> at[0] == 0 && at[1] == text.length()));
  }

  /**
   * Whether docs/entities.md leaves open what {@code span} of {@code text} is, so that the scanner
   * may differ.
   */
  static boolean isOpen(String text, GoldSpan span) {
    int start = text.offsetByCodePoints(0, span.start());
    int end = text.offsetByCodePoints(0, span.end());
    return OpenQuestions.ALL.stream()
        .flatMap(question -> question.in("", text).stream())
        .anyMatch(at -> at[0] < end && start < at[1]);
  }

  /** The spans in code points, overlapping ones joined under the label of the longest. */
  static SortedSet<GoldSpan> in(String key, String text) {
    List<Span> all = new ArrayList<>();
    for (Rule rule : RULES) {
      rule.in(key, text).forEach(at -> all.add(new Span(rule.label(), at[0], at[1])));
    }
    all.sort(Comparator.comparingInt(Span::start));
    SortedSet<GoldSpan> joined = new TreeSet<>();
    for (int i = 0; i < all.size(); ) {
      Span longest = all.get(i);
      int start = longest.start();
      int end = longest.end();
      for (i++; i < all.size() && all.get(i).start() < end; i++) {
        end = Math.max(end, all.get(i).end());
        longest = all.get(i).length() > longest.length() ? all.get(i) : longest;
      }
      joined.add(
          new GoldSpan(
              longest.label(), text.codePointCount(0, start), text.codePointCount(0, end)));
    }
    return joined;
  }

  private record Span(Label label, int start, int end) {
    int length() {
      return end - start;
    }
  }
}
