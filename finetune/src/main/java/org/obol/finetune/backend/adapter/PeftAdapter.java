package org.obol.finetune.backend.adapter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.obol.crypto.ObolException;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.lora.AdapterConfig;

/** Takes over an adapter that a tool wrote in the form of PEFT: its weights and nothing else. */
public final class PeftAdapter {

  /** Name of the weights. */
  public static final String WEIGHTS = "adapter_model.safetensors";

  private PeftAdapter() {}

  /**
   * Copies the weights from {@code from} to {@code to} and writes the configuration.
   *
   * @throws ObolException when there are no weights, only a pickle, or others than asked for
   */
  public static void copy(Path from, Path to, LoraSettings lora) {
    Path weights = from.resolve(WEIGHTS);
    if (!Files.isRegularFile(weights)) {
      boolean pickle = Files.exists(from.resolve("adapter_model.bin"));
      throw new ObolException(
          ObolException.Exit.FAILED,
          pickle
              ? from + " holds adapter_model.bin, a pickle, which can carry code and is not read"
              : "the tool ended well and left no adapter: there is no " + weights);
    }
    PeftConfig.require(from.resolve(AdapterConfig.FILE), lora);
    try {
      Files.copy(weights, to.resolve(WEIGHTS));
      Files.writeString(
          to.resolve(AdapterConfig.FILE), AdapterConfig.text(lora), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ObolException(
          ObolException.Exit.FAILED, "cannot copy " + weights + ": " + e.getMessage(), e);
    }
  }
}
