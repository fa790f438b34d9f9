package org.obol.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.obol.trainer.lora.SeededNumbers;
import org.obol.trainer.model.ModelConfig;
import org.obol.trainer.model.Projection;
import org.obol.trainer.safetensors.Weights;

/** Weights of a Llama that knows nothing: seeded noise in bfloat16. */
final class NoiseWeights implements Weights {

  private final Map<String, List<Integer>> shapes = new LinkedHashMap<>();

  NoiseWeights(ModelConfig config) {
    int hidden = config.hiddenSize();
    shapes.put("model.embed_tokens.weight", List.of(config.vocabSize(), hidden));
    shapes.put("lm_head.weight", List.of(config.vocabSize(), hidden));
    shapes.put("model.norm.weight", List.of(hidden));
    for (int layer = 0; layer < config.layers(); layer++) {
      shapes.put("model.layers." + layer + ".input_layernorm.weight", List.of(hidden));
      shapes.put("model.layers." + layer + ".post_attention_layernorm.weight", List.of(hidden));
      for (Projection projection : Projection.values()) {
        shapes.put(
            projection.in(layer) + ".weight",
            List.of(projection.out(config), projection.in(config)));
      }
    }
  }

  @Override
  public Set<String> names() {
    return shapes.keySet();
  }

  @Override
  public List<Integer> shape(String name) {
    List<Integer> shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("there is no tensor " + name);
    }
    return shape;
  }

  @Override
  public float[] read(String name) {
    List<Integer> shape = shape(name);
    var numbers = new SeededNumbers(1, name);
    var values = new float[shape.stream().reduce(1, (a, b) -> a * b)];
    double scale = 1 / Math.sqrt(shape.getLast());
    for (int i = 0; i < values.length; i++) {
      float value = shape.size() == 1 ? 1 : (float) (scale * numbers.signed(i));
      values[i] = Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xffff0000);
    }
    return values;
  }
}
