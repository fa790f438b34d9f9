package org.obol.trainer.lora;

import org.obol.crypto.Json;
import org.obol.trainer.LoraSettings;

/** The {@code adapter_config.json} beside an adapter (what peft 0.21 reads of it). */
public final class AdapterConfig {

  /** Name of the file. */
  public static final String FILE = "adapter_config.json";

  private AdapterConfig() {}

  /**
   * The file's content: one line. It names no base model, because a name would be a path of the
   * machine that trained.
   */
  public static String text(LoraSettings lora) {
    Json.Obj config =
        Json.object()
            .put("base_model_name_or_path", new Json.Null())
            .put("bias", "none")
            .put("fan_in_fan_out", false)
            .put("inference_mode", true)
            .put("lora_alpha", new Json.Num(lora.alpha().toPlainString()))
            .put("lora_dropout", new Json.Num("0.0"))
            .put("modules_to_save", new Json.Null())
            .put("peft_type", "LORA")
            .put("r", lora.rank())
            .put("target_modules", lora.targets().stream().map(Json::of).toList())
            .put("task_type", "CAUSAL_LM")
            .put("use_dora", false)
            .put("use_rslora", false)
            .build();
    return config.text() + "\n";
  }
}
