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
        SortedSet<GoldSpan> found = scanner.in("", text);
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
    return !scanner.in("", text).equals(Oracle.in("", text));
  }

  /** Leaves out pieces as long as the text still makes a difference. */
  private List<String> smallest(List<String> pieces) {
    List<String> smallest = pieces;
    for (int i = pieces.size() - 1; i >= 0; i--) {
      List<String> fewer = new ArrayList<>(smallest);
      fewer.remove(i);
      if (differs(fewer)) {
        smallest = fewer;
      }
    }
    return smallest;
  }

  private static String labels(SortedSet<GoldSpan> found, SortedSet<GoldSpan> expected) {
    SortedSet<GoldSpan> all = new TreeSet<>(found);
    all.addAll(expected);
    all.removeIf(span -> found.contains(span) && expected.contains(span));
    return all.stream().map(span -> span.label().name()).distinct().toList().toString();
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
