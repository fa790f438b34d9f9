package org.obol.trainer.base;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.obol.trainer.safetensors.Tensor;

/**
 * Weights of a model that has learned nothing. Matrices keep the size of what goes through them
 * (deviation 1 / sqrt(columns)), so that an adapter can move what comes out.
 */
final class RandomWeights {

  private static final double BIAS_DEVIATION = 0.02;

  private final long seed;
  private final Map<String, Tensor> tensors = new TreeMap<>();

  private RandomWeights(long seed) {
    this.seed = seed;
  }

  static Map<String, Tensor> of(Preset preset, long seed) {
    var weights = new RandomWeights(seed);
    weights.matrix("model.embed_tokens", preset.vocabulary, preset.hidden);
    for (int layer = 0; layer < preset.layers; layer++) {
      weights.layer("model.layers." + layer + ".", preset);
    }
    weights.ones("model.norm", preset.hidden);
    if (!preset.tied) {
      weights.matrix("lm_head", preset.vocabulary, preset.hidden);
    }
    return weights.tensors;
  }

  private void layer(String layer, Preset preset) {
    int hidden = preset.hidden;
    ones(layer + "input_layernorm", hidden);
    ones(layer + "post_attention_layernorm", hidden);
    Map<String, Integer> rows =
        Map.of("q", hidden, "k", preset.keyValueWidth(), "v", preset.keyValueWidth());
    rows.forEach(
        (letter, count) -> {
          String projection = layer + "self_attn." + letter + "_proj";
          matrix(projection, count, hidden);
          if (preset.type.equals("qwen2")) {
            put(projection + ".bias", List.of(count), BIAS_DEVIATION);
          }
        });
    matrix(layer + "self_attn.o_proj", hidden, hidden);
    matrix(layer + "mlp.gate_proj", preset.intermediate, hidden);
    matrix(layer + "mlp.up_proj", preset.intermediate, hidden);
    matrix(layer + "mlp.down_proj", hidden, preset.intermediate);
  }

  private void matrix(String name, int rows, int columns) {
    put(name + ".weight", List.of(rows, columns), 1 / StrictMath.sqrt(columns));
  }

  private void put(String name, List<Integer> shape, double deviation) {
    int count = shape.stream().reduce(1, Math::multiplyExact);
    tensors.put(name, new Tensor(shape, new SeededNormal(seed, name).values(count, deviation)));
  }

  private void ones(String name, int size) {
    float[] values = new float[size];
    Arrays.fill(values, 1);
    tensors.put(name + ".weight", new Tensor(List.of(size), values));
  }
}
