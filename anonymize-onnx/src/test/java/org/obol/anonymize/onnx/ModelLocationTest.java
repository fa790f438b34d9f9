package org.obol.anonymize.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.anonymize.AnonymizeException;

final class ModelLocationTest {
  @TempDir Path folder;

  private Path snapshot(String home, String model, String revision) throws IOException {
    return Files.createDirectories(
        folder.resolve(home).resolve("hub").resolve(model).resolve("snapshots").resolve(revision));
  }

  private Map<String, String> both() {
    return Map.of(
        "HF_HOME",
        folder.resolve("hf").toString(),
        "OBOL_DATA_DIR",
        folder.resolve("data").toString());
  }

  @Test
  void a_directory_is_itself() {
    assertThat(ModelLocation.find(folder.toString(), Map.of())).isEqualTo(folder);
  }

  @Test
  void an_id_is_looked_up_in_both_caches() throws IOException {
    Path second = snapshot("data/cache/huggingface", "models--org--name", "abc");
    assertThat(ModelLocation.find("org/name", both())).isEqualTo(second);
    Path first = snapshot("hf", "models--org--name", "def");
    assertThat(ModelLocation.find("org/name", both())).isEqualTo(first);
  }

  @Test
  void the_main_revision_is_taken_of_several() throws IOException {
    snapshot("hf", "models--org--name", "abc");
    Path main = snapshot("hf", "models--org--name", "def");
    assertThatThrownBy(() -> ModelLocation.find("org/name", both()))
        .isInstanceOf(AnonymizeException.class)
        .hasMessageContainingAll("2 revisions", "snapshots");
    Path refs = Files.createDirectories(folder.resolve("hf/hub/models--org--name/refs"));
    Files.writeString(refs.resolve("main"), "def\n");
    assertThat(ModelLocation.find("org/name", both())).isEqualTo(main);
    Files.writeString(refs.resolve("main"), "../../other/snapshots/abc");
    assertThatThrownBy(() -> ModelLocation.find("org/name", both()))
        .hasMessageContaining("names none of them");
  }

  @Test
  void what_is_not_there_is_said_with_the_places_looked_at() {
    assertThatThrownBy(() -> ModelLocation.find("org/name", both()))
        .isInstanceOf(AnonymizeException.class)
        .hasMessageContainingAll(
            "no model org/name",
            folder.resolve("hf/hub/models--org--name").toString(),
            folder.resolve("data/cache/huggingface/hub/models--org--name").toString());
    assertThatThrownBy(() -> ModelLocation.find("org/name", Map.of("HF_HOME", " ")))
        .hasMessageContaining("neither HF_HOME nor OBOL_DATA_DIR");
  }

  @Test
  void what_is_no_id_is_not_looked_up() throws IOException {
    snapshot("hf", "models--..--name", "abc");
    for (String model :
        new String[] {"", "../name", "/none", "a/b/c", "org/..", "a\u0000b", "-x"}) {
      assertThatThrownBy(() -> ModelLocation.find(model, both()))
          .as(model)
          .isInstanceOf(AnonymizeException.class)
          .hasMessageContaining("there is no such directory");
    }
  }

  @Test
  void the_variable_names_a_model_where_the_command_line_does_not() {
    Map<String, String> environment = Map.of(ModelLocation.VARIABLE, folder.toString());
    assertThat(ModelLocation.find(Optional.empty(), environment)).contains(folder);
    assertThat(ModelLocation.find(Optional.empty(), Map.of())).isEmpty();
    assertThat(ModelLocation.find(Optional.empty(), Map.of(ModelLocation.VARIABLE, ""))).isEmpty();
    assertThatThrownBy(() -> ModelLocation.find(Optional.of("none/here"), environment))
        .isInstanceOf(AnonymizeException.class);
  }
}
