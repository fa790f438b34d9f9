package org.obol.trainer.model;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.ObolException;

/** Reads a config.json, with the defaults of transformers, and refuses what we cannot compute. */
final class ConfigReader {

  private static final int MAX_SIZE = 1 << 24;
  private final Json.Obj json;

  ConfigReader(Json.Obj json) {
    this.json = json;
  }

  ModelConfig read() {
    String type = json.requireText("model_type");
    if (!List.of("llama", "qwen2", "qwen3").contains(type)) {
      throw unsupported("model_type", type, "llama, qwen2 and qwen3 are");
    }
    String activation = json.text("hidden_act").orElse("silu");
    if (!activation.equals("silu")) {
      throw unsupported("hidden_act", activation, "silu is");
    }
    refuseOtherLayers();
    int hidden = size("hidden_size");
    int heads = size("num_attention_heads");
    int positions = size("max_position_embeddings");
    refuseWindow(positions);
    boolean attentionBias = json.bool("attention_bias").orElse(false);
    return checked(
        new ModelConfig(
            type,
            hidden,
            size("num_hidden_layers"),
            heads,
            size("num_key_value_heads", heads),
            headDim(type, hidden, heads),
            size("intermediate_size"),
            size("vocab_size"),
            positions,
            (float) decimal(json, "rms_norm_eps").orElse(1e-6).doubleValue(),
            theta(),
            scaling(),
            json.bool("tie_word_embeddings").orElse(false),
            type.equals("qwen3"),
            type.equals("qwen2") || attentionBias,
            !type.equals("qwen2") && attentionBias,
            type.equals("llama") && json.bool("mlp_bias").orElse(false)));
  }

  private int headDim(String type, int hidden, int heads) {
    if (json.integer("head_dim").isPresent()) {
      return size("head_dim");
    }
    if (type.equals("qwen3")) {
      return 128;
    }
    if (hidden % heads != 0) {
      throw new JsonException(
          "hidden_size " + hidden + " is not a multiple of num_attention_heads " + heads);
    }
    return hidden / heads;
  }

  private static ModelConfig checked(ModelConfig config) {
    if (config.heads() % config.keyValueHeads() != 0) {
      throw new JsonException(
          "num_attention_heads "
              + config.heads()
              + " is not a multiple of num_key_value_heads "
              + config.keyValueHeads());
    }
    if (config.headDim() % 2 != 0) {
      throw new JsonException("head_dim " + config.headDim() + " is odd");
    }
    if (!(config.normEpsilon() > 0 && config.normEpsilon() < 1)) {
      throw new JsonException("rms_norm_eps " + config.normEpsilon() + " is not between 0 and 1");
    }
    if (!(config.ropeTheta() > 1 && config.ropeTheta() < 1e12)) {
      throw new JsonException("rope_theta " + config.ropeTheta() + " is not between 1 and 1e12");
    }
    return config;
  }

  private void refuseOtherLayers() {
    for (Json kind : json.list("layer_types").orElse(List.of())) {
      String name = kind.asText("an item of \"layer_types\"");
      if (!name.equals("full_attention")) {
        throw unsupported("layer_types", name, "full_attention is");
      }
    }
    if (json.object("quantization_config").isPresent()) {
      throw unsupported("quantization_config", "{…}", "weights in bf16, fp16 or fp32 are");
    }
    decimal(json, "partial_rotary_factor")
        .filter(part -> part != 1)
        .ifPresent(
            part -> {
              throw unsupported("partial_rotary_factor", part.toString(), "1 is");
            });
  }

  private void refuseWindow(int positions) {
    // Without the first field, transformers does not look at the second.
    boolean used = json.bool("use_sliding_window").orElse(false);
    long window = json.integer("sliding_window").orElse((long) Integer.MAX_VALUE);
    if (used && window < positions) {
      throw unsupported("sliding_window", Long.toString(window), "attention to all tokens is");
    }
  }

  private double theta() {
    return parameters()
        .flatMap(p -> decimal(p, "rope_theta"))
        .or(() -> decimal(json, "rope_theta"))
        .orElse(10000.0);
  }

  /** Where newer files keep what the turning of positions needs. */
  private Optional<Json.Obj> parameters() {
    return json.object("rope_parameters");
  }

  private RopeScaling scaling() {
    Optional<Json.Obj> found = parameters().or(() -> json.object("rope_scaling"));
    if (found.isEmpty()) {
      return new RopeScaling.None();
    }
    Json.Obj rope = found.get();
    String type = rope.text("rope_type").or(() -> rope.text("type")).orElse("default");
    return switch (type) {
      case "default" -> new RopeScaling.None();
      case "llama3" -> llama3(rope);
      default -> throw unsupported("rope_scaling type", type, "default and llama3 are");
    };
  }

  private static RopeScaling llama3(Json.Obj rope) {
    double factor = required(rope, "factor");
    double low = required(rope, "low_freq_factor");
    double high = required(rope, "high_freq_factor");
    long original = rope.requireInteger("original_max_position_embeddings");
    if (!(factor > 0 && low > 0 && high > low && original > 0)) {
      throw new JsonException(
          "rope_scaling needs factor > 0, 0 < low_freq_factor < high_freq_factor and"
              + " original_max_position_embeddings > 0, not "
              + rope.text());
    }
    return new RopeScaling.Llama3(factor, low, high, original);
  }

  private int size(String field) {
    return checkedSize(field, json.requireInteger(field));
  }

  private int size(String field, int otherwise) {
    return checkedSize(field, json.integer(field).orElse((long) otherwise));
  }

  private static int checkedSize(String field, long value) {
    if (value < 1 || value > MAX_SIZE) {
      throw new JsonException("field \"" + field + "\" is " + value + ", not 1 to " + MAX_SIZE);
    }
    return (int) value;
  }

  private static double required(Json.Obj json, String field) {
    return decimal(json, field)
        .orElseThrow(() -> new JsonException("field \"" + field + "\" is missing"));
  }

  private static Optional<Double> decimal(Json.Obj json, String field) {
    return json.get(field)
        .filter(value -> !(value instanceof Json.Null))
        .map(
            value -> {
              if (value instanceof Json.Num number) {
                return Double.parseDouble(number.literal());
              }
              throw new JsonException("field \"" + field + "\" must be a number");
            });
  }

  private static ObolException unsupported(String field, String value, String supported) {
    return new JsonException(
        "%s \"%s\" is not supported, %s; use another base model or another backend"
            .formatted(field, value, supported));
  }
}
