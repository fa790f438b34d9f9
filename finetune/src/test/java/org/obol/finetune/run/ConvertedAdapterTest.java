package org.obol.finetune.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Sha256;
import org.obol.finetune.backend.FakePython;
import org.obol.finetune.provenance.RunManifest;
import org.obol.trainer.safetensors.SafetensorsFolder;
import org.obol.trainer.safetensors.Tensor;

/** An adapter that a tool wrote in a form of its own. */
final class ConvertedAdapterTest extends ForgedRunFixture {

  @Test
  void an_adapter_that_was_converted_names_what_the_tool_wrote() throws IOException {
    var python = new FakePython(dir, dir.resolve("run.unfinished"));
    Map<String, Tensor> mlx = new TreeMap<>();
    try (var weights = SafetensorsFolder.open(base)) {
      for (String name : weights.names()) {
        if (name.endsWith(".q_proj.weight")) {
          String module = name.substring(0, name.length() - ".weight".length());
          List<Integer> shape = weights.shape(name);
          mlx.put(module + ".lora_a", filled(shape.getLast(), RANK));
          mlx.put(module + ".lora_b", filled(RANK, shape.getFirst()));
        }
      }
    }
    python.weights("mlx.safetensors", mlx);

    RunManifest manifest =
        train(
            "mlx-lora",
            python.does(
                """
                case "$5" in
                */train.yaml) cp $FIX/mlx.safetensors $RUN/out/adapters.safetensors ;;
                */test.yaml) echo 'Test loss 3.250, Test ppl 25.790.' ;;
                esac
                """));

    assertThat(manifest.outputs().shape().convertedFrom())
        .contains(Sha256.hash(Files.readAllBytes(dir.resolve("mlx.safetensors"))));
    // The base is read as it is: each of its files is named with its own digest.
    assertThat(manifest.base().files())
        .anySatisfy(
            file -> {
              assertThat(file.name().text()).isEqualTo("model.safetensors");
              assertThat(file.sha256())
                  .isEqualTo(Sha256.hash(Files.readAllBytes(base.resolve("model.safetensors"))));
            });
  }

  private static Tensor filled(int rows, int columns) {
    float[] values = new float[rows * columns];
    java.util.Arrays.fill(values, 0.5f);
    return new Tensor(List.of(rows, columns), values);
  }
}
