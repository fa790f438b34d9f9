package org.obol.anonymize.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.anonymize.AnonymizeException;

final class OnnxDamageTest {
  @TempDir Path folder;
  private Path config;
  private Path tokenizer;
  private Path model;

  @BeforeEach
  void write() {
    TinyModel.people().write(folder);
    config = folder.resolve("config.json");
    tokenizer = folder.resolve("tokenizer.json");
    model = folder.resolve("onnx").resolve("model.onnx");
  }

  private void refused(String... words) {
    assertThatThrownBy(() -> OnnxDetector.open(folder))
        .isInstanceOf(AnonymizeException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void a_missing_file_is_named() throws IOException {
    Files.delete(model);
    refused(folder.toString(), "neither model.onnx nor onnx/model*.onnx");
    Files.delete(tokenizer);
    Files.writeString(folder.resolve("some.onnx"), "");
    refused("no tokenizer.json");
    Files.delete(config);
    refused("no config.json");
  }

  @Test
  void a_damaged_model_is_refused() throws IOException {
    byte[] bytes = Files.readAllBytes(model);
    Files.write(model, Arrays.copyOf(bytes, bytes.length / 2));
    refused("cannot load the model", model.toString());
    Files.writeString(model, "version https://git-lfs.github.com/spec/v1");
    refused("cannot load the model");
    Files.write(model, new byte[0]);
    refused("cannot load the model");
  }

  @Test
  void a_damaged_tokenizer_is_refused() throws IOException {
    Files.writeString(tokenizer, "{\"model\": ");
    refused("cannot load the tokenizer", tokenizer.toString());
  }

  @Test
  void a_model_with_more_or_fewer_labels_than_its_config_is_refused() throws IOException {
    Files.writeString(config, TinyModel.of("O", "B-PER").config());
    refused("not 2 scores for each token");
  }

  @Test
  void a_config_must_name_the_labels() throws IOException {
    Files.writeString(config, "{\"max_position_embeddings\": 64}");
    refused("no id2label");
    Files.writeString(config, "{\"id2label\": {\"0\": \"O\", \"2\": \"PER\"}}");
    refused("not 0 to 1");
    Files.writeString(config, "{\"id2label\": {\"O\": 0}}");
    refused("id2label does not lead from numbers to names");
    Files.writeString(config, "{\"id2label\": [\"O\"]}");
    refused("id2label is not an object");
    Files.writeString(config, TinyModel.of("LABEL_0", "LABEL_1").config());
    refused("LABEL_0 for names");
    Files.writeString(config, TinyModel.of("O", "B-DATE", "I-DATE").config());
    refused("no entity that is personal");
    Files.writeString(config, TinyModel.of("O", "B-Ж").config());
    refused("not a label");
  }

  @Test
  void a_config_must_be_strict_json() throws IOException {
    String good = TinyModel.people().config();
    for (String bad :
        new String[] {
          "",
          "[]",
          "{",
          good + "{}",
          good.replace("{\"model_type\"", "{\"id2label\": {}, \"model_type\""),
          "{\"max_position_embeddings\": NaN}",
          "{'id2label': {}}",
          "{\"max_position_embeddings\": \"64\"}",
          good.replace("64", "8")
        }) {
      Files.writeString(config, bad);
      refused(config.toString());
    }
  }

  @Test
  void a_model_that_fails_in_the_run_stops_it_and_quotes_nothing() throws IOException {
    // The table has no row for the last tokens of the vocabulary.
    float[][] table = TinyModel.people().table();
    Files.write(model, OnnxBytes.gather(Arrays.copyOf(table, table.length - 4)));
    try (OnnxDetector detector = OnnxDetector.open(folder)) {
      assertThat(TinyModel.found(detector, "Ada")).containsExactly("PERSON:Ada");
      assertThatThrownBy(() -> TinyModel.found(detector, "Ada is in the sea, Ada"))
          .isInstanceOf(AnonymizeException.class)
          .hasMessageContaining("failed on 1 text(s)")
          .hasMessageNotContaining("sea")
          .hasNoCause();
    }
  }

  @Test
  void scores_that_are_not_numbers_stop_the_run() throws IOException {
    float[][] table = TinyModel.people().table();
    for (float[] row : table) {
      row[1] = Float.NaN;
    }
    Files.write(model, OnnxBytes.gather(table));
    refused("scores that are not numbers");
  }

  @Test
  void of_several_models_the_small_one_is_taken_and_strangers_must_be_named() throws IOException {
    Files.writeString(model, "damaged");
    TinyModel good = TinyModel.people();
    Files.write(folder.resolve("onnx").resolve("model_q4.onnx"), OnnxBytes.gather(good.table()));
    OnnxDetector.open(folder).close();
    Files.delete(model);
    Files.move(
        folder.resolve("onnx").resolve("model_q4.onnx"), folder.resolve("onnx").resolve("a.onnx"));
    OnnxDetector.open(folder).close();
    Files.copy(folder.resolve("onnx").resolve("a.onnx"), folder.resolve("b.onnx"));
    refused("several ONNX files", "model_q4.onnx", "name one of them");
    OnnxDetector.open(folder.resolve("b.onnx")).close();
    OnnxDetector.open(folder.resolve("onnx").resolve("a.onnx")).close();
  }

  @Test
  void a_closed_detector_says_so() {
    OnnxDetector detector = OnnxDetector.open(folder);
    detector.close();
    assertThatThrownBy(() -> TinyModel.found(detector, "Ada"))
        .isInstanceOf(RuntimeException.class)
        .hasMessageNotContaining("Ada");
  }

  @Test
  void settings_out_of_range_are_refused() {
    for (double floor : new double[] {0, -1, 1.01, Double.NaN}) {
      assertThatThrownBy(() -> OnnxSettings.DEFAULT.withFloor(floor))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new OnnxSettings(0.5, 3, 0)).hasMessageContaining("window");
    assertThatThrownBy(() -> new OnnxSettings(0.5, 64, -1)).hasMessageContaining("cache");
    assertThat(OnnxSettings.DEFAULT.withFloor(1).floor()).isEqualTo(1);
  }
}
