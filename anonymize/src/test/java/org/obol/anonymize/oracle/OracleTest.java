package org.obol.anonymize.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.obol.anonymize.Found;
import org.obol.anonymize.GoldSpan;
import org.obol.anonymize.Label;
import org.obol.anonymize.LabelledCase;
import org.obol.anonymize.Score;

/**
 * The scanner against the oracle. {@code -Dobol.long=true} takes 50,000 random texts in place of
 * 3,000, {@code -Dobol.seed=N} other ones.
 */
class OracleTest {
  private static final int SHOWN = 60;

  /**
   * National numbers after a word such as Telefon: how they are grouped depends on the country, and
   * the oracle knows only the American ones.
   */
  private static final Set<String> NATIONAL_PHONES =
      Set.of("PHONE-030", "PHONE-031", "PHONE-032", "PHONE-033", "PHONE-034");

  private final Found scanner = new Found(Oracle.labels());

  @Test
  void theOracleIsRightOnTheLabelledSet() {
    Score score = new Score();
    for (LabelledCase each : cases()) {
      score.add(each, Oracle.in(each.key(), each.text()));
    }
    System.out.print(score.table("oracle"));
    assertThat(score.wrong()).isEmpty();
  }

  @Test
  void theScannerFindsWhatTheOracleFindsInTheLabelledSet() {
    List<String> differences = new ArrayList<>();
    for (LabelledCase each : cases()) {
      SortedSet<GoldSpan> expected = Oracle.in(each.key(), each.text());
      SortedSet<GoldSpan> found = scanner.in(each.key(), each.text());
      if (!found.equals(expected)) {
        differences.add(each.id() + ": " + difference(each.text(), found, expected));
      }
    }
    assertThat(differences).as(String.join("\n", differences)).isEmpty();
  }

  @Test
  void anEmptyTextHasNoSpans() {
    assertThat(scanner.in("", "")).isEmpty();
  }

  @Test
  void aTextMayEndWithinTheReachOfACheck() {
    for (String end : List.of("é", "是", "🙂")) {
      for (LabelledCase each : cases()) {
        for (int length = 0; length <= Math.min(each.text().length(), 48); length++) {
          String text = each.text().substring(0, length);
          assertThat(found(text + end)).as(text + end).noneMatch(this::isBroken);
        }
      }
    }
  }

  @Test
  void theScannerFindsWhatTheOracleFindsInRandomTexts() {
    long seed = Long.getLong("obol.seed", 20_261_122);
    int count = Boolean.getBoolean("obol.long") ? 50_000 : 3_000;
    RandomTexts texts = new RandomTexts(new Random(seed));
    Map<String, Integer> byLabel = new TreeMap<>();
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> pieces = texts.next();
      if (differs(pieces)) {
        String text = String.join("", smallest(pieces));
        SortedSet<GoldSpan> found = found(text);
        SortedSet<GoldSpan> expected = Oracle.in("", text);
        differences.add(difference(text, found, expected));
        byLabel.merge(labels(found, expected), 1, Integer::sum);
      }
    }
    System.out.printf(
        "oracle: %d of %d random texts differ (seed %d) %s%n",
        differences.size(), count, seed, byLabel);
    differences.stream().limit(SHOWN).forEach(System.out::println);
    assertThat(differences.size()).as("texts in which oracle and scanner differ").isZero();
  }

  private static List<LabelledCase> cases() {
    return LabelledCase.all().stream()
        .filter(each -> !NATIONAL_PHONES.contains(each.id()))
        .filter(each -> each.isNegative() || !each.only(Oracle.labels()).isNegative())
        .map(each -> each.only(Oracle.labels()))
        .toList();
  }

  private boolean differs(List<String> pieces) {
    String text = String.join("", pieces);
    SortedSet<GoldSpan> found = found(text);
    SortedSet<GoldSpan> expected = Oracle.in("", text);
    return either(found, expected).stream().anyMatch(span -> !Oracle.isOpen(text, span));
  }

  private boolean isBroken(GoldSpan span) {
    return span.label() == Label.PERSON;
  }

  /** A scanner that breaks has found nothing it could be right with. */
  private SortedSet<GoldSpan> found(String text) {
    try {
      return scanner.in("", text);
    } catch (IndexOutOfBoundsException e) {
      return new TreeSet<>(Set.of(new GoldSpan(Label.PERSON, 0, 0)));
    }
  }

  /** The spans that are in one of the sets only. */
  private static SortedSet<GoldSpan> either(SortedSet<GoldSpan> one, SortedSet<GoldSpan> other) {
    SortedSet<GoldSpan> all = new TreeSet<>(one);
    all.addAll(other);
    all.removeIf(span -> one.contains(span) && other.contains(span));
    return all;
  }

  /** Leaves out pieces as long as the text still makes a difference. */
  private List<String> smallest(List<String> pieces) {
    List<String> smallest = pieces;
    for (int i = pieces.size() - 1; i >= 0; i--) {
      List<String> fewer = new ArrayList<>(smallest);
      fewer.remove(i);
      if (!String.join("", fewer).isEmpty() && differs(fewer)) {
        smallest = fewer;
      }
    }
    return smallest;
  }

  private static String labels(SortedSet<GoldSpan> found, SortedSet<GoldSpan> expected) {
    return either(found, expected).stream()
        .map(span -> span.label().name())
        .distinct()
        .toList()
        .toString();
  }

  private static String difference(
      String text, SortedSet<GoldSpan> found, SortedSet<GoldSpan> expected) {
    return "in \"%s\" found %s, expected %s"
        .formatted(
            text.replace("\n", "\\n"),
            found.stream().map(span -> span.in(text)).toList(),
            expected.stream().map(span -> span.in(text)).toList());
  }
}
