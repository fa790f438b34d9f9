package org.obol.trainer.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.obol.crypto.ObolException;
import org.obol.trainer.safetensors.Weights;
import org.obol.trainer.tensor.Factor;
import org.obol.trainer.tensor.HalfMatrix;

/** Takes each tensor of a model once, and leaves none behind. */
final class WeightReader {

  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String HEAD = "lm_head.weight";

  private final ModelConfig config;
  private final Weights weights;
  private final Set<String> left;
  private long fingerprint;

  WeightReader(ModelConfig config, Weights weights) {
    this.config = config;
    this.weights = weights;
    this.left = new TreeSet<>(weights.names());
  }

  BaseModel read() {
    int hidden = config.hiddenSize();
    Factor embedding = matrix(EMBEDDING, config.vocabSize(), hidden);
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < config.layers(); i++) {
      layers.add(layer(i));
    }
    float[] norm = vector("model.norm.weight", hidden);
    Factor head = config.tied() ? embedding : matrix(HEAD, config.vocabSize(), hidden);
    refuseOthers();
    return new BaseModel(config, embedding, layers, norm, head, fingerprint);
  }

  private Layer layer(int i) {
    String prefix = "model.layers." + i + ".";
    int hidden = config.hiddenSize();
    Map<Projection, Linear> projections = new EnumMap<>(Projection.class);
    for (Projection projection : Projection.values()) {
      projections.put(projection, linear(projection, i));
    }
    return new Layer(
        vector(prefix + "input_layernorm.weight", hidden),
        vector(prefix + "post_attention_layernorm.weight", hidden),
        headNorm(prefix + "self_attn.q_norm.weight"),
        headNorm(prefix + "self_attn.k_norm.weight"),
        projections);
  }

  private Linear linear(Projection projection, int layer) {
    int out = projection.out(config);
    String name = projection.in(layer);
    return new Linear(
        matrix(name + ".weight", out, projection.in(config)),
        projection.hasBias(config) ? Optional.of(vector(name + ".bias", out)) : Optional.empty());
  }

  private Optional<float[]> headNorm(String name) {
    return config.queryKeyNorm() ? Optional.of(vector(name, config.headDim())) : Optional.empty();
  }

  private Factor matrix(String name, int rows, int columns) {
    return HalfMatrix.pack(rows, columns, values(name, List.of(rows, columns)));
  }

  private float[] vector(String name, int size) {
    return values(name, List.of(size));
  }

  private float[] values(String name, List<Integer> expected) {
    if (!left.remove(name)) {
      throw broken("tensor " + name + " is missing from the base model");
    }
    List<Integer> found = weights.shape(name);
    if (!found.equals(expected)) {
      throw broken(
          "tensor " + name + " has shape " + found + ", but config.json asks for " + expected);
    }
    float[] values = weights.read(name);
    long hash = fingerprint;
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw broken("tensor " + name + " has " + values[i] + " at number " + i);
      }
      hash = (hash ^ Float.floatToRawIntBits(values[i])) * 0x9e3779b97f4a7c15L;
      hash ^= hash >>> 32;
    }
    fingerprint = hash;
    return values;
  }

  private void refuseOthers() {
    // Old files carry a table that is computed, and tied models may carry their head twice.
    left.removeIf(name -> name.endsWith(".rotary_emb.inv_freq"));
    if (config.tied()) {
      left.remove(HEAD);
    }
    if (!left.isEmpty()) {
      throw broken(
          "tensor "
              + left.iterator().next()
              + " has no place in a "
              + config.modelType()
              + " model of "
              + config.layers()
              + " layers");
    }
  }

  private static ObolException broken(String what) {
    return new ObolException(
        ObolException.Exit.FAILED, what + "; get the base model again or use another one");
  }
}
