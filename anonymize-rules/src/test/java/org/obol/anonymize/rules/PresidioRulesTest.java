package org.obol.anonymize.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.obol.anonymize.AnonymizeException;
import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Text;

final class PresidioRulesTest {
  private static final String BADGE =
      """
      recognizers:
        - name: Badge recognizer
          supported_language: de
          supported_entity: BADGE
          context:
            - badge
            - Employee card
          patterns:
            - name: weak
              regex: '\\b[0-9]{5}\\b'
              score: 0.01
            - name: strong
              regex: '\\bbdg-[0-9]{5}\\Z'
              score: 0.9
      """;

  @Test
  void a_strong_pattern_is_taken_and_case_is_ignored_as_in_presidio() {
    assertThat(Loaded.marked(Loaded.yaml(BADGE), "give me BDG-12345"))
        .isEqualTo("give me [BADGE:BDG-12345]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "order 12345; order 12345",
        "her badge is 12345; her badge is [BADGE:12345]",
        "her BADGES: 12345; her BADGES: [BADGE:12345]",
        "employee-card no. 12345; employee-card no. [BADGE:12345]",
        "badge one two three four 12345; badge one two three four [BADGE:12345]",
        "badge one two three four five 12345; badge one two three four five 12345",
        "12345 is a badge; 12345 is a badge",
      })
  void a_weak_pattern_needs_a_context_word_among_the_five_words_before(String text, String marked) {
    assertThat(Loaded.marked(Loaded.yaml(BADGE), text)).isEqualTo(marked);
  }

  @Test
  void the_key_is_context_but_not_its_placeholders() {
    UserRules rules = Loaded.yaml(BADGE);
    assertThat(Loaded.marked(rules.detector(), keyed("badgeNumber", "12345")))
        .isEqualTo("[BADGE:12345]");
    assertThat(Loaded.marked(rules.detector(), keyed("<BADGE_1>", "12345"))).isEqualTo("12345");
    assertThat(Loaded.marked(rules.detector(), keyed("id", "12345"))).isEqualTo("12345");
  }

  private static Text keyed(String key, String value) {
    Text text = Text.of(value);
    text.keyBytes = key.getBytes(StandardCharsets.UTF_8);
    text.keyTo = text.keyBytes.length;
    return text;
  }

  @Test
  void the_least_score_is_the_callers_else_the_recognizers_else_the_files() {
    String weak = "id 12345";
    String found = "id [BADGE:12345]";
    assertThat(Loaded.marked(Loaded.yaml(BADGE, 0.01), weak)).isEqualTo(found);
    assertThat(Loaded.marked(Loaded.yaml("default_score_threshold: 0\n" + BADGE), weak))
        .isEqualTo(found);
    assertThat(Loaded.marked(Loaded.yaml(BADGE + "    score_thresholds: {default: 0}\n"), weak))
        .isEqualTo(found);
    assertThat(
            Loaded.marked(
                Loaded.yaml(BADGE + "    score_thresholds: {default: 0, BADGE: 0.3}\n"), weak))
        .isEqualTo(weak);
    UserRules strict = Loaded.yaml(BADGE, 0.5);
    assertThat(strict.refused())
        .containsExactly(
            new UserRules.Refused("Badge recognizer/weak", "its score never reaches 0.5"));
  }

  @Test
  void words_of_a_deny_list_are_found_where_they_stand_alone() {
    UserRules rules =
        Loaded.yaml(
            """
            recognizers:
              - name: titles
                supported_entity: TITLE
                deny_list: [Mr., Mr, a-a, 张先生]
            """);
    assertThat(Loaded.marked(rules, "mr. Smith, Mr Y, MRS Z, xMr., xa-a-a! 张先生"))
        .isEqualTo("[TITLE:mr.] Smith, [TITLE:Mr] Y, MRS Z, xMr., xa-[TITLE:a-a]! [TITLE:张先生]");
    assertThat(rules.accepted()).hasSize(4).allMatch(UserRules.Accepted::gated);
  }

  @Test
  void entities_that_mean_what_a_label_of_ours_means_get_that_label() {
    assertThat(LabelNames.ofEntity("EMAIL_ADDRESS")).isSameAs(Label.EMAIL);
    assertThat(LabelNames.ofEntity("PHONE_NUMBER")).isSameAs(Label.PHONE);
    assertThat(LabelNames.ofEntity("US_SSN")).isSameAs(Label.SSN);
    assertThat(LabelNames.ofEntity("IP_ADDRESS")).isSameAs(Label.IPV4);
    assertThat(LabelNames.ofEntity("IBAN_CODE")).isSameAs(Label.IBAN);
    assertThat(LabelNames.ofEntity("CRYPTO")).isSameAs(Label.BTC_ADDRESS);
    assertThat(LabelNames.ofEntity("CREDIT_CARD")).isSameAs(Label.CREDIT_CARD);
    assertThat(LabelNames.ofEntity("Acme id").name()).isEqualTo("ACME_ID");
  }

  @Test
  void recognizers_that_are_code_or_off_are_skipped_and_counted() {
    UserRules rules =
        Loaded.yaml(
            """
            supported_languages: [en]
            recognizers:
              - CreditCardRecognizer
              - name: UsSsnRecognizer
                type: predefined
                anything: goes
              - name: OnlyNamed
              - name: off
                enabled: false
                supported_entity: X
                patterns: [{regex: x, score: 1}]
              - name: Look
                type: custom
                supported_entity: LOOK
                patterns:
                  - {name: behind, regex: '(?<=a)b', score: 0.5}
                  - {regex: 'see[0-9]+', score: 0.5}
            """);
    assertThat(rules.skipped()).isEqualTo(4);
    assertThat(rules.refused())
        .containsExactly(new UserRules.Refused("Look/behind", "it looks around"));
    assertThat(rules.accepted()).extracting(UserRules.Accepted::id).containsExactly("Look");
    assertThat(rules.summary())
        .containsExactly(
            "1 rule runs; 1 rule refused; 4 skipped, which are code or turned off",
            "refused Look/behind: it looks around");
  }

  @Test
  void the_registry_may_be_inside_an_analyzer_file_and_has_context_by_language() {
    UserRules rules =
        Loaded.yaml(
            """
            default_score_threshold: 0.3
            recognizer_registry:
              global_regex_flags: 24
              recognizers:
                - name: ticket
                  supported_entities: [TICKET]
                  supported_languages:
                    - language: en
                      context: [ticket]
                    - language: es
                  patterns: [{regex: '^T\\d{3}$', score: 0.1}]
            """);
    assertThat(Loaded.marked(rules, "ticket\nT123")).isEqualTo("ticket\n[TICKET:T123]");
    assertThat(Loaded.marked(rules, "ticket\nt123")).isEqualTo("ticket\nt123");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "title: x; :1: unknown key title in a Presidio file",
        "supported_languages: [en]; :1: it has no recognizers.*",
        "[a; :\\d: it is not YAML: .*",
        "- a; :1: a Presidio file must be keys with values",
        "recognizers: x; :1: recognizers must be a list",
        "recognizers:|- supported_entity: A|  deny_list: [x]; :2: a recognizer has no name",
        "recognizers:|- name: a|  patterns: []; :2: the recognizer a must have one"
            + " supported_entity",
        "recognizers:|- name: a|  supported_entity: A|  patterns: []; :2: the recognizer a has no"
            + " patterns and no deny_list",
        "recognizers:|- name: a|  supported_entity: A|  patern: []|  deny_list: [x]; :4: unknown"
            + " key patern in a recognizer",
        "recognizers:|- name: a|  supported_entity: A|  patterns: [{regex: x}]; :4: a pattern of a"
            + " needs a regex and a score",
        "recognizers:|- name: a|  supported_entity: A|  patterns:|  - regex: 'a('|    score: 1; :5:"
            + " the rule a has a regex that is wrong: .*",
        "recognizers:|- name: a|  supported_entity: A|  patterns: [{regex: x, score: 2}]; :4: score"
            + " must be a number from 0 to 1",
        "recognizers:|- name: a|  supported_entity: A|  deny_list: ['']; :4: a word of the"
            + " deny_list is empty or too long",
        "recognizers:|- {name: a, supported_entity: A, deny_list: [x]}|- {name: a,"
            + " supported_entity: A, deny_list: [x]}; :3: the recognizer a is there twice",
        "recognizers: []|recognizers: []; :2: .*",
        "global_regex_flags: 64|recognizers: []; :1: global_regex_flags is a sum of 2, 8, 16 and"
            + " 32",
        "recognizers: &a [*a]; :1: aliases are not read.*",
        "recognizers:|- name: a|  enabled: 3; :3: enabled must be true or false",
      })
  void what_is_wrong_is_said_with_file_and_line(String yaml, String message) {
    assertThatThrownBy(() -> Loaded.yaml(yaml.replace("|", "\n")))
        .isInstanceOf(AnonymizeException.class)
        .hasMessageMatching("(?s).*rules\\d+\\.yaml" + message);
  }
}
