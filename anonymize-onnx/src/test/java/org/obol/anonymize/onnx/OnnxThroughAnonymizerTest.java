package org.obol.anonymize.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.anonymize.AnonymizeException;
import org.obol.anonymize.Anonymizer;
import org.obol.anonymize.Label;
import org.obol.anonymize.Numbering;
import org.obol.anonymize.Part;
import org.obol.anonymize.Policy;
import org.obol.anonymize.scan.Detector;

final class OnnxThroughAnonymizerTest {
  /** Stands for a rule of the user: two letters, a hyphen, a name. */
  private static final Detector RULE =
      (texts, spans) -> {
        for (int i = 0; i < texts.size(); i++) {
          String text = new String(texts.get(i).bytes, StandardCharsets.ISO_8859_1);
          int at = text.indexOf("id-Ada");
          if (at >= 0) {
            spans.get(i).add(Label.of("STAFF_ID"), at, at + 6);
          }
        }
      };

  @TempDir Path folder;

  private static String run(String input, int threads, Detector... detectors) throws IOException {
    Policy full = Policy.full();
    Policy policy =
        new Policy(
            "full", full.labels(), full.fields(), full.operators(), List.of(detectors), false);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part part =
        new Part(
            "test",
            () -> new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            () -> out,
            true);
    new Anonymizer(policy, Numbering.once(), threads, read -> {}).run(List.of(part));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void names_become_placeholders_and_keep_their_numbers() throws IOException {
    try (OnnxDetector detector = OnnxDetector.open(TinyModel.people().write(folder))) {
      String input =
          """
          {"text": "\\ud83d\\ude00 Ada Lovelace lives in Z\\u00fcrich", "n": 1e3}
          {"text": "Zoë and Ada Lovelace", "args": "{\\"who\\": \\"张三\\"}"}
          """;
      assertThat(run(input, 1, detector))
          .isEqualTo(
              """
              {"text": "\\ud83d\\ude00 <PERSON_1> lives in <LOCATION_1>", "n": 1e3}
              {"text": "<PERSON_2> and <PERSON_1>", "args": "{\\"who\\": \\"<PERSON_3>\\"}"}
              """);
    }
  }

  @Test
  void spans_of_rules_and_model_are_united() throws IOException {
    try (OnnxDetector detector = OnnxDetector.open(TinyModel.people().write(folder))) {
      assertThat(
              run("{\"a\": \"id-Ada Lovelace, Zoë\", \"b\": \"an id-Ada\"}\n", 1, RULE, detector))
          .isEqualTo("{\"a\": \"<PERSON_1>, <PERSON_2>\", \"b\": \"an <STAFF_ID_1>\"}\n");
    }
  }

  @Test
  void what_was_anonymized_is_not_touched_again() throws IOException {
    try (OnnxDetector detector =
        OnnxDetector.open(TinyModel.people().says("B-PER", "PERSON", "1").write(folder))) {
      String once = run("{\"a\": \"Ada is in London\"}\n", 1, detector);
      assertThat(once).isEqualTo("{\"a\": \"<PERSON_1> is in <LOCATION_1>\"}\n");
      assertThat(run(once, 1, detector)).isEqualTo(once);
    }
  }

  @Test
  void threads_and_memory_change_no_byte() throws IOException {
    StringBuilder input = new StringBuilder();
    for (int i = 0; input.length() < 3_000_000; i++) {
      input
          .append("{\"system\": \"")
          .append("the sea, ".repeat(60))
          .append("Ada\", \"text\": \"")
          .append("the ".repeat(i % 97))
          .append(i % 2 == 0 ? "Zoë lives" : "Ada Lovelace in Zürich")
          .append("\"}\n");
    }
    String expected;
    try (OnnxDetector detector = OnnxDetector.open(TinyModel.people().write(folder))) {
      expected = run(input.toString(), 1, detector);
      assertThat(detector.known()).isPositive();
    }
    assertThat(expected).doesNotContain("Ada").doesNotContain("Zoë").contains("<PERSON_3>");
    try (OnnxDetector forgetful = OnnxDetector.open(folder, new OnnxSettings(0.5, 32, 0))) {
      assertThat(run(input.toString(), 3, forgetful)).isEqualTo(expected);
    }
  }

  @Test
  void a_model_that_fails_stops_the_run() throws IOException {
    TinyModel.people().write(folder);
    float[][] table = TinyModel.people().table();
    Files.write(
        folder.resolve("onnx").resolve("model.onnx"),
        OnnxBytes.gather(Arrays.copyOf(table, table.length - 4)));
    try (OnnxDetector detector = OnnxDetector.open(folder)) {
      for (int threads : new int[] {1, 3}) {
        assertThatThrownBy(() -> run("{\"a\": \"the sea, Ada\"}\n", threads, detector))
            .isInstanceOf(AnonymizeException.class)
            .hasMessageNotContaining("sea");
      }
    }
  }
}
