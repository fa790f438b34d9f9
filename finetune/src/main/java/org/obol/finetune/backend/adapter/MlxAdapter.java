package org.obol.finetune.backend.adapter;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.obol.crypto.ObolException;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.lora.AdapterConfig;
import org.obol.trainer.safetensors.SafetensorsFile;
import org.obol.trainer.safetensors.SafetensorsWriter;
import org.obol.trainer.safetensors.Tensor;

/**
 * Adapters of mlx-lm. There {@code lora_a} is [in, rank] and {@code lora_b} [rank, out], multiplied
 * by a scale; PEFT has the transposed matrices and alpha, which is scale times rank.
 */
public final class MlxAdapter {

  /** What mlx-lm calls the weights. */
  public static final String FILE = "adapters.safetensors";

  private MlxAdapter() {}

  /**
   * The scale that means {@code lora}.
   *
   * @return alpha / rank, to the digits that a double holds
   */
  public static BigDecimal scale(LoraSettings lora) {
    return lora.alpha().divide(BigDecimal.valueOf(lora.rank()), MathContext.DECIMAL64);
  }

  /**
   * Converts the adapter in {@code from} into {@code to}.
   *
   * @throws ObolException when there is none, or with a tensor that is no part of a LoRA adapter
   */
  public static void convert(Path from, Path to, LoraSettings lora) {
    Path file = from.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          "the tool ended well and left no adapter: there is no " + file);
    }
    Map<String, Tensor> converted = new HashMap<>();
    try (var weights = SafetensorsFile.open(file)) {
      for (String name : weights.names()) {
        AdapterName parsed =
            AdapterName.mlx(name)
                .orElseThrow(
                    () ->
                        new ObolException(
                            ObolException.Exit.FAILED,
                            file + ": tensor " + name + " is no part of a LoRA adapter"));
        converted.put(parsed.peft(), transposed(file, name, weights));
      }
    }
    SafetensorsWriter.write(to.resolve(PeftAdapter.WEIGHTS), converted, Map.of("format", "pt"));
    try {
      Files.writeString(
          to.resolve(AdapterConfig.FILE), AdapterConfig.text(lora), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ObolException(
          ObolException.Exit.FAILED, "cannot write " + to + ": " + e.getMessage(), e);
    }
  }

  private static Tensor transposed(Path file, String name, SafetensorsFile weights) {
    List<Integer> shape = weights.shape(name);
    if (shape.size() != 2) {
      throw new ObolException(
          ObolException.Exit.FAILED, file + ": tensor " + name + " has shape " + shape);
    }
    int rows = shape.get(0);
    int columns = shape.get(1);
    float[] from = weights.read(name);
    float[] to = new float[from.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        to[c * rows + r] = from[r * columns + c];
      }
    }
    return new Tensor(List.of(columns, rows), to);
  }
}
