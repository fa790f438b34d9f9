package org.obol.trainer.lora;

import org.obol.crypto.Json;
import org.obol.trainer.LoraSettings;

/** The adapter_config.json beside an adapter (what peft 0.21 reads of it). */
public final class AdapterConfig {

  private AdapterConfig() {}

  /**
   * The file's content.
   *
   * @param baseModel name or path under which PEFT finds the base model
   */
  public static Json.Obj json(LoraSettings settings, String baseModel) {
    return Json.object()
        .put("peft_type", "LORA")
        .put("task_type", "CAUSAL_LM")
        .put("base_model_name_or_path", baseModel)
        .put("r", settings.rank())
        .put("lora_alpha", new Json.Num(settings.alpha().stripTrailingZeros().toPlainString()))
        .put("lora_dropout", new Json.Num("0.0"))
        .put("target_modules", settings.targets().stream().map(Json::of).toList())
        .put("bias", "none")
        .put("fan_in_fan_out", false)
        .put("inference_mode", true)
        .put("init_lora_weights", true)
        .put("modules_to_save", new Json.Null())
        .put("rank_pattern", Json.object().build())
        .put("alpha_pattern", Json.object().build())
        .put("use_dora", false)
        .put("use_rslora", false)
        .build();
  }
}
