package org.obol.anonymize.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.obol.anonymize.Anonymizer;
import org.obol.anonymize.Label;
import org.obol.anonymize.Numbering;
import org.obol.anonymize.Operator;
import org.obol.anonymize.Part;
import org.obol.anonymize.Policy;

final class AnonymizedByRulesTest {
  private static final UserRules ACME =
      Loaded.toml(
          """
          [[rules]]
          id = "acme-token"
          regex = '''(?i)\\bacme[=:. ]{1,3}([a-z0-9_.-]+)'''
          keywords = ["acme"]
          [[rules]]
          id = "wide"
          regex = '''wide\\((.{0,40}?)\\)'''
          [[rules]]
          id = "badge"
          regex = '''\\b[0-9]{5}$'''
          [[rules]]
          id = "label-like"
          regex = '''(?i)[a-z]+_[0-9]'''
          """);
  private static final UserRules CARD =
      Loaded.yaml(
          """
          recognizers:
            - name: card
              supported_entity: STAFF_CARD
              context: [staff, phone]
              patterns: [{name: five, regex: '\\b\\d{5}\\b', score: 0.1}]
          """);

  private static Policy policy(Map<Label, Operator> operators, UserRules... rules) {
    Policy full = Policy.full();
    return new Policy(
        "full",
        full.labels(),
        full.fields(),
        operators,
        Arrays.stream(rules).map(UserRules::detector).toList(),
        false);
  }

  private static String run(Policy policy, int threads, String input) throws IOException {
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part part =
        new Part(
            "in.jsonl",
            () -> new ByteArrayInputStream(bytes),
            () -> {
              out.reset();
              return out;
            },
            true);
    new Anonymizer(policy, Numbering.once(), threads, b -> {}).run(List.of(part));
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "use acme=s3cr3t and s3cr3t; use acme=<ACME_TOKEN_1> and s3cr3t",
        "é acme: tok-1\\nend; é acme: <ACME_TOKEN_1>\\nend",
        "wide(a bob@example.com b); wide(<WIDE_1>)",
        "wide(<EMAIL_1>); wide(<EMAIL_1>)",
        "acme=<EMAIL_1> 12345; acme=<EMAIL_1> <BADGE_1>",
        "see <EMAIL_7>12345; see <EMAIL_7><BADGE_1>",
      })
  void values_of_rules_become_placeholders_and_a_second_run_changes_nothing(
      String text, String expected) throws IOException {
    Policy policy = policy(Map.of(), ACME, CARD);
    String once = run(policy, 1, "{\"text\":\"" + text + "\"}\n");
    assertThat(once).isEqualTo("{\"text\":\"" + expected + "\"}\n");
    assertThat(run(policy, 1, once)).isEqualTo(once);
  }

  @Test
  void a_placeholder_is_no_context_word() throws IOException {
    Policy policy = policy(Map.of(), CARD);
    String once = run(policy, 1, "{\"text\":\"415-555-0132 12345 and staff no. 54321\"}\n");
    assertThat(once).isEqualTo("{\"text\":\"<PHONE_1> 12345 and staff no. <STAFF_CARD_1>\"}\n");
    assertThat(run(policy, 1, once)).isEqualTo(once);
  }

  @Test
  void random_records_are_settled_after_one_run_and_threads_do_not_matter() throws IOException {
    String[] pieces = {
      "acme",
      "=",
      ": ",
      " ",
      "12345",
      "staff ",
      "phone ",
      "wide(",
      ")",
      "bob@example.com",
      "<EMAIL_3>",
      "415-555-0132",
      "x_1",
      "é",
      "日本",
      "\\n",
      ".",
      "ghp_0123456789abcdefghijklmnopqrstuvwxyzAB",
      "<",
      ">",
    };
    Random random = new Random(3);
    StringBuilder records = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      records.append("{\"staff\":\"");
      for (int n = random.nextInt(12); n >= 0; n--) {
        records.append(pieces[random.nextInt(pieces.length)]);
      }
      records.append("\",\"n\":").append(i).append("}\n");
    }
    for (Operator operator : List.of(Operator.REPLACE, Operator.MASK)) {
      Policy policy = policy(Map.of(Label.of("STAFF_CARD"), operator), ACME, CARD);
      String once = run(policy, 1, records.toString());
      assertThat(once).contains("<ACME_TOKEN_1>", "<WIDE_1>", "<LABEL_LIKE_1>", "<BADGE_1>");
      assertThat(run(policy, 1, once)).isEqualTo(once);
      assertThat(run(policy, 3, records.toString())).isEqualTo(once);
    }
  }

  @Test
  void one_detector_serves_several_threads() throws Exception {
    String text = "acme=s3cr3t x_1 wide(abc) 12345";
    String expected = Loaded.marked(ACME, text);
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      calls.add(() -> Loaded.marked(ACME, text));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<String> marked : threads.invokeAll(calls)) {
        assertThat(marked.get()).isEqualTo(expected);
      }
    }
  }
}
