package org.obol.anonymize.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.anonymize.onnx.TinyModel.found;

import ai.djl.util.Utils;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Text;

final class OnnxDetectorTest {
  @TempDir Path folder;
  private OnnxDetector detector;

  @BeforeEach
  void open() {
    detector = OnnxDetector.open(TinyModel.people().write(folder));
  }

  @AfterEach
  void close() {
    detector.close();
  }

  @Test
  void finds_people_and_places() {
    assertThat(found(detector, "Ada lives in London."))
        .containsExactly("PERSON:Ada", "LOCATION:London");
    assertThat(detector.labels()).containsExactly(Label.PERSON, Label.LOCATION, Label.ADDRESS);
    assertThat(detector.ignored()).isEmpty();
  }

  @Test
  void a_word_is_taken_whole_when_the_model_knows_only_a_piece_of_it() {
    assertThat(found(detector, "Ada Lovelace, Londons"))
        .containsExactly("PERSON:Ada Lovelace", "LOCATION:Londons");
  }

  @Test
  void positions_are_bytes_whatever_the_alphabet() {
    assertThat(found(detector, "😀 Zoë 👩‍👩‍👧 in Zürich 😀, Müller"))
        .containsExactly("PERSON:Zoë", "LOCATION:Zürich", "PERSON:Müller");
    assertThat(found(detector, "é张三é in 张三")).containsExactly("PERSON:张三", "PERSON:张三");
    assertThat(found(detector, "Ольга is in Zürich."))
        .containsExactly("PERSON:Ольга", "LOCATION:Zürich");
  }

  @Test
  void two_entities_side_by_side_stay_two() {
    assertThat(found(detector, "Ada Zoë and Ada, Zoë"))
        .containsExactly("PERSON:Ada", "PERSON:Zoë", "PERSON:Ada", "PERSON:Zoë");
  }

  @Test
  void a_hyphen_joins_and_a_line_break_does_not() {
    assertThat(found(detector, "Jean-Pierre")).containsExactly("PERSON:Jean-Pierre");
    assertThat(found(detector, "Jean - Pierre")).containsExactly("PERSON:Jean", "PERSON:Pierre");
    assertThat(found(detector, "Jean\nPierre")).containsExactly("PERSON:Jean", "PERSON:Pierre");
  }

  @Test
  void an_address_goes_on_behind_a_comma() {
    assertThat(found(detector, "Elm Street,\nStreet"))
        .containsExactly("ADDRESS:Elm Street,\nStreet");
  }

  @Test
  void placeholders_and_templates_are_left() {
    detector.close();
    TinyModel.people().says("B-PER", "PERSON", "NAME", "_", "1").write(folder);
    detector = OnnxDetector.open(folder);
    assertThat(found(detector, "PERSON <PERSON_1> ${NAME} {{ NAME }} %NAME%"))
        .containsExactly("PERSON:PERSON");
  }

  @Test
  void text_that_is_part_of_a_larger_array_has_its_own_positions() {
    byte[] bytes = "London Ada London".getBytes(StandardCharsets.UTF_8);
    Text middle = new Text();
    middle.bytes = bytes;
    middle.from = 7;
    middle.to = 10;
    assertThat(found(detector, List.of(middle, Text.of("Ada"), middle)))
        .containsExactly(List.of("PERSON:Ada"), List.of("PERSON:Ada"), List.of("PERSON:Ada"));
  }

  @Test
  void text_without_letters_is_not_asked_about() {
    assertThat(found(detector, List.of(Text.of(""), Text.of("12 😀 %"), Text.of("Ada"))))
        .containsExactly(List.of(), List.of(), List.of("PERSON:Ada"));
    assertThat(found(detector, "\u0000Ada\u0000")).containsExactly("PERSON:Ada");
  }

  @Test
  void no_name_is_lost_in_a_text_longer_than_the_model() {
    for (int before = 0; before < 200; before++) {
      String text = "the sea, ".repeat(before) + "Ada Lovelace" + " is a sea".repeat(40);
      assertThat(found(detector, text))
          .as("after %d", before)
          .containsExactly("PERSON:Ada Lovelace");
    }
  }

  @Test
  void every_text_of_a_block_gets_its_own_spans() {
    List<Text> texts = new ArrayList<>();
    List<List<String>> expected = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String name = i % 3 == 0 ? "Ada Hopper" : i % 3 == 1 ? "Zoë" : "the";
      texts.add(Text.of("sea ".repeat(i % 40) + name + " lives".repeat(i / 40)));
      expected.add(i % 3 == 2 ? List.of() : List.of("PERSON:" + name));
    }
    assertThat(found(detector, texts)).isEqualTo(expected);
    assertThat(found(detector, texts.reversed())).isEqualTo(expected.reversed());
  }

  @Test
  void what_was_seen_is_not_asked_again() {
    found(detector, "Ada is in London");
    long known = detector.known();
    assertThat(found(detector, "Ada is in London"))
        .containsExactly("PERSON:Ada", "LOCATION:London");
    assertThat(detector.known()).isEqualTo(known + 1);
  }

  @Test
  void several_threads_may_ask_at_once() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<List<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String text = "the ".repeat(i % 70) + "Ada Lovelace in Zürich";
        answers.add(threads.submit(() -> found(detector, text)));
      }
      for (Future<List<String>> answer : answers) {
        assertThat(answer.get()).containsExactly("PERSON:Ada Lovelace", "LOCATION:Zürich");
      }
    }
  }

  @Test
  void the_floor_says_how_sure_the_model_must_be() {
    // One label with the score 2 of seven has a probability of 7.4 / 13.4.
    detector.close();
    TinyModel.people().says("B-PER", 2, "Perhaps").write(folder);
    detector = OnnxDetector.open(folder, OnnxSettings.DEFAULT.withFloor(0.99));
    assertThat(found(detector, "Perhaps Ada")).containsExactly("PERSON:Ada");
    detector.close();
    detector = OnnxDetector.open(folder);
    assertThat(found(detector, "Perhaps Ada")).containsExactly("PERSON:Perhaps", "PERSON:Ada");
  }

  @Test
  void nothing_goes_to_the_network() {
    assertThat(Utils.isOfflineMode()).isTrue();
    assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
  }
}
