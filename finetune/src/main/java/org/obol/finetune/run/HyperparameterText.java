package org.obol.finetune.run;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.obol.crypto.JsonException;
import org.obol.finetune.provenance.Decimal;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.Schedule;

/** Hyperparameters as the texts that a manifest keeps; reading them back gives the same ones. */
final class HyperparameterText {

  private HyperparameterText() {}

  static Map<String, String> of(Hyperparameters settings) {
    Map<String, String> texts = new TreeMap<>();
    texts.put("lora_rank", Integer.toString(settings.lora().rank()));
    texts.put("lora_alpha", settings.lora().alpha().toPlainString());
    texts.put("lora_targets", String.join(",", settings.lora().targets()));
    texts.put("learning_rate", settings.learningRate().toPlainString());
    texts.put("epochs", Integer.toString(settings.epochs()));
    texts.put("batch_size", Integer.toString(settings.batchSize()));
    texts.put("gradient_accumulation", Integer.toString(settings.accumulation()));
    texts.put("max_length", Integer.toString(settings.maxLength()));
    texts.put("schedule", settings.schedule().name().toLowerCase(Locale.ROOT));
    texts.put("warmup", settings.warmup().toPlainString());
    texts.put("weight_decay", settings.weightDecay().toPlainString());
    texts.put("max_grad_norm", settings.maxGradNorm().toPlainString());
    texts.put("seed", Long.toString(settings.seed()));
    return texts;
  }

  /**
   * The hyperparameters that {@link #of} wrote.
   *
   * @throws JsonException naming the one that is missing or wrong
   */
  static Hyperparameters parse(Map<String, String> texts) {
    try {
      return new Hyperparameters(
          new LoraSettings(
              number(texts, "lora_rank"),
              decimal(texts, "lora_alpha"),
              List.of(text(texts, "lora_targets").split(","))),
          decimal(texts, "learning_rate"),
          number(texts, "epochs"),
          number(texts, "batch_size"),
          number(texts, "gradient_accumulation"),
          number(texts, "max_length"),
          Schedule.valueOf(text(texts, "schedule").toUpperCase(Locale.ROOT)),
          decimal(texts, "warmup"),
          decimal(texts, "weight_decay"),
          decimal(texts, "max_grad_norm"),
          Long.parseLong(text(texts, "seed")));
    } catch (IllegalArgumentException e) {
      throw new JsonException("hyperparams cannot be read: " + e.getMessage());
    }
  }

  private static String text(Map<String, String> texts, String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new JsonException("hyperparams has no \"" + name + "\"");
    }
    return text;
  }

  private static int number(Map<String, String> texts, String name) {
    return Integer.parseInt(text(texts, name));
  }

  private static BigDecimal decimal(Map<String, String> texts, String name) {
    // Its exponent has three digits at most: arithmetic with a larger one may never end.
    return new Decimal(text(texts, name)).value();
  }
}
