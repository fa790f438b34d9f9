package org.obol.anonymize.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Text;

final class GatedRulesTest {
  private static final List<String> REGEXES =
      List.of(
          "acme[0-9]",
          "(?i)SK_(?:live|test)_\\w+",
          "(?:foo|bar|ba[zr]s?)\\d*",
          "x?foo",
          "(abc)+d*",
          "(?:ab){2}c?",
          "[Kk]ey(?-i:S)[st]o",
          "(?i:kiss)me",
          "\\Qa.b\\E+c",
          "a\\.b|b\\+c",
          "foo$|^bar",
          "(?:f(?:o(?:o|a)|b)|key)\\b",
          "日本?語",
          "(?i)é(?:foo|日本)",
          "[\\]f]oo",
          "[^a]bar",
          "(?P<n>live|foo)[a-c]{0,2}",
          "fo{1,}o",
          "(?:|foo)bar",
          "[[:alpha:]]{2}live",
          "\\x66oo",
          "(?:(?i)foo|bar)s",
          "(?s:live.foo)",
          "key(?:foo){0}s",
          "ſam|\\w+K");
  private static final String[] PIECES = {
    "acme",
    "ACME",
    "sk_",
    "SK_",
    "live",
    "LIVE",
    "test_",
    "foo",
    "FOO",
    "bar",
    "baz",
    "ab",
    "abc",
    "key",
    "Key",
    "S",
    "ſ",
    "K",
    "kiss",
    "ki\u017F\u017F",
    "\u212Aiss",
    "me",
    "a.b",
    "b+c",
    "日本",
    "語",
    "é",
    "É",
    "1",
    "42",
    " ",
    "\n",
    "_",
    "o",
    "s",
    "to",
    "]",
    "😀",
    "d",
  };

  private static Rule rule(int i, String regex, boolean gated) {
    Set<String> gates = gated ? RegexReader.read(regex, false).gates() : Set.of();
    return new Rule(
        "rule" + i,
        Label.of("RULE_" + i),
        Pattern.compile(regex),
        gates,
        new ScoreJudge(1, 0.4, Set.of()));
  }

  @Test
  void rules_find_the_same_behind_gates_as_without() {
    List<Rule> gated = new ArrayList<>();
    List<Rule> open = new ArrayList<>();
    for (int i = 0; i < REGEXES.size(); i++) {
      gated.add(rule(i, REGEXES.get(i), true));
      open.add(rule(i, REGEXES.get(i), false));
    }
    assertThat(gated).filteredOn(rule -> !rule.gates().isEmpty()).hasSizeGreaterThan(18);
    RulesDetector behind = new RulesDetector(gated);
    RulesDetector without = new RulesDetector(open);
    Random random = new Random(20261122);
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int pieces = random.nextInt(7); pieces >= 0; pieces--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      String expected = Loaded.marked(without, Text.of(text.toString()));
      assertThat(Loaded.marked(behind, Text.of(text.toString()))).isEqualTo(expected);
      found += expected.contentEquals(text) ? 0 : 1;
    }
    assertThat(found).isBetween(5_000, 19_500);
  }

  @Test
  void the_automaton_opens_what_a_search_for_each_literal_opens() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      Map<String, List<Integer>> literals = new HashMap<>();
      for (int i = 0; i < 12; i++) {
        literals
            .computeIfAbsent(word(random, 1 + random.nextInt(4)), w -> new ArrayList<>())
            .add(i);
      }
      Gates gates = Gates.of(literals);
      String text = word(random, 30);
      BitSet expected = new BitSet();
      literals.forEach(
          (literal, rules) -> {
            if (text.toLowerCase(Locale.ROOT).contains(literal.toLowerCase(Locale.ROOT))) {
              rules.forEach(expected::set);
            }
          });
      byte[] bytes = ("ab" + text + "ab").getBytes(StandardCharsets.UTF_8);
      BitSet open = new BitSet();
      gates.open(bytes, 2, bytes.length - 2, open);
      assertThat(open).isEqualTo(expected);
    }
  }

  private static String word(Random random, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append("aAbBcé語".charAt(random.nextInt(7)));
    }
    return word.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "acme[0-9]+; acme",
        "(?:foo|BAR)\\d; bar foo",
        "x?foo; foo xfoo",
        "[ab]c[0-9]long; long",
        "(?i)tok[eé]n; en ",
        "a|b; ''",
        "[0-9]{5}; ''",
        "(?:foo)*; ''",
        "(?:foo)+; foo",
        "\\bab\\.c\\b; ab.c",
        "a{0,3}token; token",
        "(foo|); ''",
      })
  void literals_are_taken_from_a_regex(String regex, String gates) {
    String expected = regex.contains("é") ? "tok" : gates;
    assertThat(String.join(" ", new TreeSet<>(RegexReader.read(regex, false).gates())))
        .isEqualTo(expected);
  }
}
