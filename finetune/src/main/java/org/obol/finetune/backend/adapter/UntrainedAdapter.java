package org.obol.finetune.backend.adapter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.obol.crypto.ObolException;
import org.obol.finetune.backend.RunPlan;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.lora.AdapterConfig;
import org.obol.trainer.safetensors.SafetensorsFolder;
import org.obol.trainer.safetensors.SafetensorsWriter;
import org.obol.trainer.safetensors.Tensor;

/** An adapter that changes nothing: constant A, zero B, and sizes that fit the base model. */
public final class UntrainedAdapter {

  private static final float A = 0.01f;

  private UntrainedAdapter() {}

  /**
   * Writes weights and configuration.
   *
   * @param file of the weights; the configuration lies beside it
   * @param label texts in the file of weights
   */
  public static void write(RunPlan plan, Path file, Map<String, String> label) {
    LoraSettings lora = plan.hyperparameters().lora();
    Map<String, Tensor> tensors = new HashMap<>();
    try (var base = SafetensorsFolder.open(plan.base())) {
      for (String module : AdapterName.modules(base.names(), lora.targets())) {
        List<Integer> shape = base.shape(module + ".weight");
        float[] a = new float[lora.rank() * shape.getLast()];
        Arrays.fill(a, A);
        tensors.put(
            new AdapterName(module, true).peft(),
            new Tensor(List.of(lora.rank(), shape.getLast()), a));
        tensors.put(
            new AdapterName(module, false).peft(),
            new Tensor(
                List.of(shape.getFirst(), lora.rank()), new float[shape.getFirst() * lora.rank()]));
      }
    }
    SafetensorsWriter.write(file, tensors, label);
    try {
      Files.writeString(
          file.resolveSibling(AdapterConfig.FILE),
          AdapterConfig.text(lora),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ObolException(
          ObolException.Exit.FAILED, "cannot write beside " + file + ": " + e.getMessage(), e);
    }
  }
}
