package org.obol.finetune.backend.adapter;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.lora.AdapterConfig;

/**
 * An {@code adapter_config.json} that a tool wrote. It is read only to see that the tool trained
 * what it was told; the one beside the adapter is always written anew, from the settings of the
 * run, because what tools write carries local paths and changes from version to version.
 */
final class PeftConfig {

  private static final long MAX_BYTES = 1 << 20;

  private PeftConfig() {}

  /**
   * Checks that {@code file}, which a tool wrote, means the same as {@link AdapterConfig#text}.
   *
   * @throws ObolException naming the field that differs
   */
  static void require(Path file, LoraSettings lora) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new JsonException("longer than " + MAX_BYTES + " bytes");
      }
      check(JsonReader.read(Files.readAllBytes(file), MAX_BYTES).asObject("it"), lora);
    } catch (IOException e) {
      throw new ObolException(ObolException.Exit.FAILED, "cannot read " + file, e);
    } catch (JsonException e) {
      throw new ObolException(ObolException.Exit.FAILED, file + ": " + e.getMessage(), e);
    }
  }

  private static void check(Json.Obj config, LoraSettings lora) {
    same("peft_type", config.requireText("peft_type"), "LORA");
    same("r", config.requireInteger("r"), (long) lora.rank());
    BigDecimal alpha = number(config.get("lora_alpha").orElse(new Json.Null()));
    if (alpha.compareTo(lora.alpha()) != 0) {
      same("lora_alpha", alpha, lora.alpha());
    }
    config.text("bias").ifPresent(bias -> same("bias", bias, "none"));
    // Each of these changes what the two matrices mean, or adds weights beside them.
    for (String plain :
        List.of(
            "use_dora",
            "use_rslora",
            "fan_in_fan_out",
            "lora_bias",
            "modules_to_save",
            "rank_pattern",
            "alpha_pattern",
            "layers_to_transform",
            "layer_replication",
            "target_parameters")) {
      if (!isUnset(config.get(plain).orElse(new Json.Null()))) {
        same(plain, config.get(plain).orElseThrow().text(), "nothing");
      }
    }
    config
        .list("target_modules")
        .ifPresent(
            names -> {
              TreeSet<String> found = new TreeSet<>();
              // A tool may name whole paths; the last word is the projection.
              names.forEach(n -> found.add(last(n.asText("target_modules"))));
              same("target_modules", List.copyOf(found), lora.targets());
            });
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static BigDecimal number(Json json) {
    if (json instanceof Json.Num n) {
      return new BigDecimal(n.literal());
    }
    throw new JsonException("field \"lora_alpha\" must be a number");
  }

  private static boolean isUnset(Json value) {
    return switch (value) {
      case Json.Null n -> true;
      case Json.Bool b -> !b.value();
      case Json.Obj o -> o.members().equals(Map.of());
      case Json.Arr a -> a.items().isEmpty();
      case Json.Str s -> false;
      case Json.Num n -> false;
    };
  }

  private static void same(String field, Object found, Object wanted) {
    if (!found.equals(wanted)) {
      throw new JsonException(
          "the adapter has " + field + " " + found + ", and the run asked for " + wanted);
    }
  }
}
