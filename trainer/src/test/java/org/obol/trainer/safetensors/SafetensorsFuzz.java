package org.obol.trainer.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.Map;
import java.util.TreeMap;

/** Any bytes are tensors, each of which can be read and written again, or refused. */
final class SafetensorsFuzz {

  @FuzzTest
  void onlySafetensorsExceptionsEscapeAndTensorsKeepTheirValues(byte @NotNull [] input) {
    Map<String, Tensor> tensors = new TreeMap<>();
    Map<String, String> metadata;
    try (SafetensorsFile file = SafetensorsFile.of(input)) {
      metadata = file.metadata();
      for (String name : file.names()) {
        tensors.put(name, new Tensor(file.shape(name), file.read(name)));
      }
    } catch (SafetensorsException refused) {
      assertThat(refused).hasMessageNotContaining("\n");
      return;
    }
    byte[] written = SafetensorsWriter.bytes(tensors, metadata);
    try (SafetensorsFile again = SafetensorsFile.of(written)) {
      assertThat(again.metadata()).isEqualTo(metadata);
      assertThat(again.names()).isEqualTo(tensors.keySet());
      tensors.forEach(
          (name, tensor) -> {
            assertThat(again.shape(name)).isEqualTo(tensor.shape());
            assertThat(again.read(name)).usingComparator(Bits.ORDER).isEqualTo(tensor.values());
          });
    }
  }
}
