package org.obol.anonymize.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.anonymize.AnonymizeException;
import org.obol.anonymize.Label;

final class GitleaksRulesTest {
  private static String rule(String more) {
    return """
    title = "ours"
    [[rules]]
    id = "acme-api-token"
    description = "A token of Acme"
    regex = '''(?i)acme[_-]?(?:token|key)\\s*[=:]\\s*["']?([a-z0-9]{16})\\b'''
    keywords = ["acme"]
    """
        + more;
  }

  @Test
  void a_rule_finds_its_first_group_under_a_label_made_from_its_id() {
    UserRules rules = Loaded.toml(rule(""));
    assertThat(Loaded.marked(rules, "set ACME_KEY = 'k3J9x2Lm8Qw5Rt7Z' now"))
        .isEqualTo("set ACME_KEY = '[ACME_API_TOKEN:k3J9x2Lm8Qw5Rt7Z]' now");
    assertThat(rules.accepted())
        .containsExactly(
            new UserRules.Accepted("acme-api-token", Label.of("ACME_API_TOKEN"), true));
    assertThat(rules.labels()).containsExactly(Label.of("ACME_API_TOKEN"));
    assertThat(rules.summary()).containsExactly("1 rule runs");
  }

  @Test
  void positions_are_those_of_bytes_and_of_every_match() {
    UserRules rules = Loaded.toml(rule(""));
    assertThat(
            Loaded.marked(
                rules, "žluť 邮箱 acme_key=k3j9x2lm8qw5rt7z 😀 acme-token: a3j9x2lm8qw5rt7z é"))
        .isEqualTo(
            "žluť 邮箱 acme_key=[ACME_API_TOKEN:k3j9x2lm8qw5rt7z] 😀 acme-token:"
                + " [ACME_API_TOKEN:a3j9x2lm8qw5rt7z] é");
  }

  @Test
  void the_secret_is_the_named_group_else_the_first_with_something_in_it_else_the_match() {
    String rules =
        """
        [[rules]]
        id = "named"
        regex = '''(user)=(\\w+)'''
        secretGroup = 2
        [[rules]]
        id = "first"
        regex = '''(?:left(\\d+)|right(\\d+))'''
        [[rules]]
        id = "whole"
        regex = '''\\bZZ-\\d{4}\\n'''
        """;
    assertThat(Loaded.marked(Loaded.toml(rules), "user=bob right42 ZZ-1234\nend"))
        .isEqualTo("user=[NAMED:bob] right[FIRST:42] [WHOLE:ZZ-1234]\nend");
  }

  @Test
  void a_secret_must_exceed_the_entropy_of_its_rule() {
    String rules =
        """
        [[rules]]
        id = "noisy"
        regex = '''key=(\\w+)'''
        entropy = 2
        """;
    assertThat(Loaded.marked(Loaded.toml(rules), "key=abcd key=abcde key=aaaaaaaaaaab"))
        .isEqualTo("key=abcd key=[NOISY:abcde] key=aaaaaaaaaaab");
    assertThat(SecretJudge.entropy("abcd")).isEqualTo(2.0);
    assertThat(SecretJudge.entropy("aaaa")).isEqualTo(0.0);
    assertThat(SecretJudge.entropy("аб😀é")).isCloseTo(2.0, within(1e-12));
  }

  @Test
  void a_text_without_a_keyword_is_not_looked_at() {
    String rules =
        """
        [[rules]]
        id = "behind-a-keyword"
        regex = '''[0-9]{6}'''
        keywords = ["Badge", "PASS"]
        """;
    assertThat(Loaded.marked(Loaded.toml(rules), "order 123456")).isEqualTo("order 123456");
    assertThat(Loaded.marked(Loaded.toml(rules), "my bADGE is 123456"))
        .isEqualTo("my bADGE is [BEHIND_A_KEYWORD:123456]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "regexes=['^k3j']; allowed",
        "regexes=['^acme']; found",
        "regexes=['^acme'] | regexTarget='match'; allowed",
        "regexes=['demo'] | regexTarget='match'; found",
        "regexes=['demo'] | regexTarget='line'; allowed",
        "regexes=['second line'] | regexTarget='line'; found",
        "stopwords=['9X2L']; allowed",
        "stopwords=['demo']; found",
        "condition='AND' | regexes=['^k3j'] | stopwords=['nope']; found",
        "condition='AND' | regexes=['^k3j'] | stopwords=['9x2l']; allowed",
        "condition='AND' | regexes=['^k3j'] | paths=['test/']; found",
        "condition='OR' | regexes=['^k3j'] | paths=['test/']; allowed",
        "paths=['.*']; found",
        "commits=['abc']; found",
      })
  void an_allowlist_lets_secrets_pass_as_in_gitleaks(String allowlist, String outcome) {
    String text = "demo acme_key=k3j9x2lm8qw5rt7z\nsecond line";
    String body = allowlist.replace(" | ", "\n");
    boolean found = outcome.equals("found");
    assertThat(
            Loaded.marked(Loaded.toml(rule("[[rules.allowlists]]\n" + body)), text)
                .contains("[ACME"))
        .isEqualTo(found);
    assertThat(
            Loaded.marked(Loaded.toml(rule("[rules.allowlist]\n" + body)), text).contains("[ACME"))
        .isEqualTo(found);
    assertThat(
            Loaded.marked(
                    Loaded.toml(
                        "[allowlist]\n" + body + "\n" + rule("").replaceFirst("title.*", "")),
                    text)
                .contains("[ACME"))
        .isEqualTo(found);
  }

  @Test
  void an_allowlist_of_the_file_can_be_for_some_rules_only() {
    String other = "[[rules]]\nid='other'\nregex='other=(\\w+)'\n";
    String global = "[[allowlists]]\ntargetRules=['other']\nstopwords=['demo']\n";
    UserRules rules = Loaded.toml(rule(other + global));
    assertThat(Loaded.marked(rules, "other=demo1 acme_key=demox2lm8qw5rt7z"))
        .isEqualTo("other=demo1 acme_key=[ACME_API_TOKEN:demox2lm8qw5rt7z]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?=x)abc", "abc(?!x)", "(?<=x)abc", "(?<!x)abc", "(a)\\1", "(?P<n>a)(?P=n)", "a++b",
        "a*+b", "a?+b", "a{2,3}+b", "(?>ab)c", "(a)(?(1)b|c)", "(?<n>a)\\k<n>", "(a(?R)?b)",
        "((a{1000}){1000}){1000}",
      })
  void a_rule_that_could_take_too_long_is_refused_by_name_and_the_others_run(String regex) {
    UserRules rules = Loaded.toml(rule("[[rules]]\nid = 'slow'\nregex = '''" + regex + "'''\n"));
    assertThat(rules.refused()).hasSize(1);
    assertThat(rules.refused().getFirst().id()).isEqualTo("slow");
    assertThat(rules.accepted()).hasSize(1);
    assertThat(rules.summary()).hasSize(2);
    assertThat(rules.summary().getFirst()).isEqualTo("1 rule runs; 1 rule refused");
    assertThat(rules.summary().getLast()).startsWith("refused slow: it");
  }

  @Test
  void rules_for_paths_and_composed_rules_are_refused_by_name() {
    UserRules rules =
        Loaded.toml(
            """
            [[rules]]
            id = "key-file"
            path = '''\\.p12$'''
            [[rules]]
            id = "both"
            path = '''\\.env$'''
            regex = '''both=(\\w+)'''
            [[rules]]
            id = "composed"
            regex = '''c=(\\w+)'''
            [[rules.required]]
            id = "both"
            """);
    assertThat(rules.refused())
        .extracting(UserRules.Refused::id)
        .containsExactly("key-file", "composed");
    assertThat(Loaded.marked(rules, "both=abc c=d")).isEqualTo("both=[BOTH:abc] c=d");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "title = 'x'; :0?: it has no \\[\\[rules]], so it is no gitleaks file of rules",
        "title = ; :1: it is not TOML: .*",
        "[extend]|useDefault = true; :1: \\[extend] is not read.*",
        "[whitelist]|x = 1; :1: unknown key whitelist in a gitleaks file",
        "[[rules]]|regex = 'a'; :1: a rule has no id",
        "[[rules]]|id = 'a'; :1: the rule a has no regex",
        "[[rules]]|id = 'a'|regex = 'a('; :3: the rule a has a regex that is wrong: .*",
        "[[rules]]|id = 'a'|regex = 'a'|[[rules]]|regex = 'b'|id = 'a'; :6: the rule a is there"
            + " twice",
        "[[rules]]|id = 'a'|regx = 'a'; :3: unknown key regx in the rule a",
        "[[rules]]|id = 'a'|regex = 'a'|secretGroup = 1; :4: the rule a names a secretGroup .*",
        "[[rules]]|id = 'a'|regex = 7; :3: regex must be a string",
        "[[rules]]|id = 'a'|regex = 'a'|keywords = 'a'; :4: keywords must be a list",
        "[[rules]]|id = 'a'|regex = 'a'|keywords = [1]; :4: keywords must be a list of strings",
        "[[rules]]|id = 'a'|regex = 'a'|entropy = 'x'; :4: entropy must be a number",
        "[[rules]]|id = 'a'|regex = 'a'|[rules.allowlist]|regexes = ['(']; :5: an allowlist of the"
            + " rule a has a regex that is wrong: .*",
        "[[rules]]|id = 'a'|regex = 'a'|[rules.allowlist]|regexes = ['(?=a)']; :5: an allowlist of"
            + " the rule a has a regex that cannot run: it looks around",
        "[[rules]]|id = 'a'|regex = 'a'|[rules.allowlist]|condition = 'XOR'; :5: condition is AND"
            + " or OR",
        "[[rules]]|id = 'a'|regex = 'a'|[rules.allowlist]|regexTarget = 'file'; :5: regexTarget is"
            + " secret, match or line",
        "[[rules]]|id = 'a'|regex = 'a'|[[allowlists]]|targetRules = ['b']; :4: an allowlist is for"
            + " b, no rule",
      })
  void what_is_wrong_is_said_with_file_and_line(String toml, String message) {
    assertThatThrownBy(() -> Loaded.toml(toml.replace("|", "\n")))
        .isInstanceOf(AnonymizeException.class)
        .hasMessageMatching("(?s).*rules\\d+\\.toml" + message.replace(":0?", ""));
  }

  @Test
  void labels_are_made_from_any_id() {
    assertThat(LabelNames.ofId("1password-secret-key").name())
        .isEqualTo("RULE_1PASSWORD_SECRET_KEY");
    assertThat(LabelNames.ofId("--").name()).isEqualTo("RULE");
    assertThat(LabelNames.ofId("x").name()).isEqualTo("RULE_X");
    assertThat(LabelNames.ofId("a".repeat(63) + "-b").name()).isEqualTo("A".repeat(63));
    assertThat(LabelNames.ofId("clé.secrète").name()).isEqualTo("CL_SECR_TE");
  }
}
