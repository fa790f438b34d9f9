package org.obol.anonymize.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.anonymize.AnonymizeException;

final class HostileRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"(a+)+$", "(?:a|aa)+$", "(a*)*b", "(.*)(.*)(.*)(.*)x", "^(\\w+\\s?)*$"})
  void a_megabyte_against_a_regex_that_kills_others_takes_linear_time(String regex) {
    UserRules rules = Loaded.toml("[[rules]]\nid='bad-one'\nregex='''" + regex + "'''\n");
    String text = "a".repeat(1 << 20) + "!";
    Assertions.assertTimeoutPreemptively(Duration.ofMinutes(2), () -> Loaded.marked(rules, text));
  }

  @Test
  void a_rule_that_peels_a_text_comes_to_an_end() {
    UserRules rules = Loaded.toml("[[rules]]\nid='peel'\nregex='^a'\n");
    String marked = Loaded.marked(rules, "a".repeat(1000));
    assertThat(marked).startsWith("[PEEL:a][PEEL:a]").endsWith("aaaa");
  }

  @Test
  void what_is_too_large_is_refused(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a.toml"), "#" + "x".repeat(8 << 20));
    assertThatThrownBy(() -> UserRules.load(file))
        .isInstanceOf(AnonymizeException.class)
        .hasMessageEndingWith("a.toml: it has more than 8388608 bytes");
    assertThatThrownBy(
            () -> Loaded.toml("[[rules]]\nid='long'\nregex='" + "a".repeat(17_000) + "'\n"))
        .hasMessageEndingWith(":3: the rule long has a regex of more than 16384 characters");
    StringBuilder words =
        new StringBuilder("recognizers: [{name: a, supported_entity: AA, deny_list: [");
    for (int i = 0; i < 20_000; i++) {
      words.append(Integer.toString(i * 7919, 36).repeat(4)).append(", ");
    }
    assertThatThrownBy(() -> Loaded.yaml(words.append("z]}]").toString()))
        .hasMessageEndingWith(": its keywords and literals are too many");
    StringBuilder many =
        new StringBuilder("recognizers: [{name: a, supported_entity: AA, deny_list: [");
    assertThatThrownBy(
            () -> Loaded.yaml(many.append("zz, ".repeat(50_001)).append("]}]").toString()))
        .hasMessageEndingWith(": it has more than 50000 rules");
  }

  @Test
  void what_is_nested_too_deeply_is_refused() {
    String deep = "[".repeat(200_000);
    assertThatThrownBy(() -> Loaded.toml("a = " + deep)).isInstanceOf(AnonymizeException.class);
    assertThatThrownBy(() -> Loaded.yaml("recognizers: " + deep))
        .isInstanceOf(AnonymizeException.class);
    UserRules rules =
        Loaded.toml(
            "[[rules]]\nid='deep'\nregex='" + "(".repeat(5000) + "a" + ")".repeat(5000) + "'\n");
    assertThat(rules.refused())
        .containsExactly(new UserRules.Refused("deep", "it is nested deeper than 100"));
  }

  @Test
  void a_file_that_is_no_file_of_rules_is_refused(@TempDir Path folder) throws Exception {
    Path json = Files.writeString(folder.resolve("rules.json"), "{}");
    assertThatThrownBy(() -> UserRules.load(json))
        .hasMessageEndingWith(
            "rules.json: a file of rules ends in .toml (gitleaks) or in .yaml or .yml (Presidio)");
    assertThatThrownBy(() -> UserRules.load(folder.resolve("none.toml")))
        .hasMessageStartingWith("there is no file of rules ");
    Path binary = Files.write(folder.resolve("binary.toml"), new byte[] {(byte) 0xFF, 1});
    assertThatThrownBy(() -> UserRules.load(binary, OptionalDouble.empty()))
        .hasMessageEndingWith("binary.toml: it is not UTF-8");
    Path empty = Files.writeString(folder.resolve("empty.yml"), "");
    assertThatThrownBy(() -> UserRules.load(empty)).hasMessageEndingWith("the file is empty");
  }
}
