package org.obol.trainer.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFolderTest {

  @TempDir private Path folder;

  @Test
  void weightsInOneFileAreRead() {
    write("model.safetensors", "a", "b");
    try (SafetensorsFolder open = SafetensorsFolder.open(folder)) {
      assertThat(open.names()).containsExactly("a", "b");
      assertThat(open.files()).containsExactly("model.safetensors");
      assertThat(open.shape("a")).containsExactly(1);
      assertThat(open.read("b")).containsExactly(98f);
      assertThatIllegalArgumentException().isThrownBy(() -> open.shape("c"));
    }
  }

  @Test
  void weightsInShardsAreReadAsOne() throws IOException {
    write("model-1.safetensors", "a", "c");
    write("model-2.safetensors", "b");
    index(
        "{\"a\":\"model-1.safetensors\",\"b\":\"model-2.safetensors\",\"c\":\"model-1.safetensors\"}");
    try (SafetensorsFolder open = SafetensorsFolder.open(folder)) {
      assertThat(open.names()).containsExactly("a", "b", "c");
      assertThat(open.read("b")).containsExactly(98f);
      assertThat(open.read("c")).containsExactly(99f);
    }
  }

  @Test
  void anIndexThatDoesNotAgreeWithTheShardsIsRefused() throws IOException {
    write("model-1.safetensors", "a");
    write("model-2.safetensors", "a");
    index("{\"a\":\"model-1.safetensors\",\"b\":\"model-1.safetensors\"}");
    assertRefused("tensor \"b\" is not in model-1.safetensors");
    index("{\"a\":\"model-1.safetensors\",\"b\":\"model-2.safetensors\"}");
    assertRefused("tensor \"a\" is in two files");
    index("{}");
    try (SafetensorsFolder open = SafetensorsFolder.open(folder)) {
      assertThat(open.names()).isEmpty();
    }
    index("{\"a\":\"model-3.safetensors\"}");
    assertRefused("model-3.safetensors is not there");
    write("model-4.safetensors", "d", "e");
    index("{\"d\":\"model-4.safetensors\"}");
    assertRefused("tensor \"e\" is in model-4.safetensors, and not in");
    Files.writeString(folder.resolve("model.safetensors.index.json"), "{}");
    assertRefused("\"weight_map\" is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x.safetensors",
        "/x.safetensors",
        "a/b.safetensors",
        "x.bin",
        "",
        ".safetensors"
      })
  void anIndexCannotLeadOutOfTheFolder(String name) throws IOException {
    index("{\"a\":\"" + name + "\"}");
    assertRefused("not a plain name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pytorch_model.bin", "consolidated.00.pth", "x.PT", "x.ckpt", "x.pkl"})
  void aPickleIsRefusedEvenBesideGoodWeights(String name) throws IOException {
    write("model.safetensors", "a");
    Files.createFile(folder.resolve(name));
    assertRefused("\"" + name + "\", a format that can run code");
  }

  @Test
  void aFolderWithoutWeightsOrWithTwoKindsIsRefused() throws IOException {
    assertRefused("neither");
    write("model.safetensors", "a");
    index("{}");
    assertRefused("both");
    assertThatThrownBy(() -> SafetensorsFolder.open(folder.resolve("none")).close())
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("not there");
  }

  private void assertRefused(String complaint) {
    assertThatThrownBy(() -> SafetensorsFolder.open(folder).close())
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining(complaint);
  }

  private void index(String map) throws IOException {
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"metadata\":{\"total_size\":1},\"weight_map\":" + map + "}");
  }

  private void write(String name, String... tensors) {
    Map<String, Tensor> values =
        Arrays.stream(tensors)
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    tensor -> new Tensor(List.of(1), new float[] {tensor.charAt(0)})));
    SafetensorsWriter.write(folder.resolve(name), values, Map.of());
  }
}
