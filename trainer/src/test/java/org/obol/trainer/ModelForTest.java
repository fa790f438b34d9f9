package org.obol.trainer;

import java.math.BigDecimal;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.obol.trainer.lora.SeededNumbers;
import org.obol.trainer.model.BaseModel;
import org.obol.trainer.model.ModelConfig;
import org.obol.trainer.model.Projection;
import org.obol.trainer.model.RopeScaling;
import org.obol.trainer.safetensors.Tensor;
import org.obol.trainer.safetensors.Weights;
import org.obol.trainer.text.Example;

/** Small models with weights from a seed, and records that fit them. */
public final class ModelForTest {

  public static final int VOCABULARY = 37;

  private ModelForTest() {}

  /** Two heads share a key. */
  public static ModelConfig llama() {
    return config("llama", false, false, new RopeScaling.None());
  }

  /** With more tokens in its vocabulary than one task sums. */
  public static ModelConfig wide() {
    return config("llama", false, false, new RopeScaling.None(), 2100);
  }

  public static ModelConfig config(String type, boolean tied, boolean bias, RopeScaling scaling) {
    return config(type, tied, bias, scaling, VOCABULARY);
  }

  private static ModelConfig config(
      String type, boolean tied, boolean bias, RopeScaling scaling, int vocabulary) {
    boolean qwen2 = type.equals("qwen2");
    boolean qwen3 = type.equals("qwen3");
    return new ModelConfig(
        type,
        12,
        2,
        4,
        2,
        qwen3 ? 4 : 6,
        20,
        vocabulary,
        200,
        1e-5f,
        10000,
        scaling,
        tied,
        qwen3,
        qwen2 || bias,
        bias,
        bias);
  }

  public static BaseModel base(ModelConfig config) {
    return BaseModel.load(config, weights(config, 1));
  }

  /** Tensors in memory. */
  public record Tensors(Map<String, Tensor> tensors) implements Weights {
    @Override
    public Set<String> names() {
      return tensors.keySet();
    }

    @Override
    public List<Integer> shape(String name) {
      return tensor(tensors, name).shape();
    }

    @Override
    public float[] read(String name) {
      return tensor(tensors, name).values().clone();
    }
  }

  /** The tensor of that name, which there is. */
  public static Tensor tensor(Map<String, Tensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  /** Weights of a size that makes a difference; every second matrix in bfloat16. */
  public static Tensors weights(ModelConfig config, long seed) {
    Map<String, Tensor> all = new HashMap<>();
    int hidden = config.hiddenSize();
    put(all, "model.embed_tokens.weight", seed, config.vocabSize(), hidden);
    put(all, "model.norm.weight", seed, hidden);
    if (!config.tied()) {
      put(all, "lm_head.weight", seed, config.vocabSize(), hidden);
    }
    for (int i = 0; i < config.layers(); i++) {
      String layer = "model.layers." + i + ".";
      put(all, layer + "input_layernorm.weight", seed, hidden);
      put(all, layer + "post_attention_layernorm.weight", seed, hidden);
      if (config.queryKeyNorm()) {
        put(all, layer + "self_attn.q_norm.weight", seed, config.headDim());
        put(all, layer + "self_attn.k_norm.weight", seed, config.headDim());
      }
      for (Projection p : Projection.values()) {
        put(all, p.in(i) + ".weight", seed, p.out(config), p.in(config));
        boolean bias =
            switch (p) {
              case Q, K, V -> config.queryKeyValueBias();
              case O -> config.outputBias();
              case GATE, UP, DOWN -> config.feedForwardBias();
            };
        if (bias) {
          put(all, p.in(i) + ".bias", seed, p.out(config));
        }
      }
    }
    return new Tensors(all);
  }

  private static void put(Map<String, Tensor> all, String name, long seed, Integer... shape) {
    var numbers = new SeededNumbers(seed, name);
    int size = List.of(shape).stream().mapToInt(n -> n).reduce(1, (a, b) -> a * b);
    var values = new float[size];
    boolean norm = name.contains("norm");
    // A head this large can be sure of a token.
    double gain = name.contains("lm_head") ? 8 : 1.2;
    double scale = name.contains("embed") ? 1 : gain / Math.sqrt(shape[shape.length - 1]);
    for (int i = 0; i < size; i++) {
      values[i] = norm ? 1 + 0.3f * numbers.signed(i) : (float) (scale * numbers.signed(i));
      if (numbers.bits(-1) % 2 == 0) {
        values[i] = Float.intBitsToFloat(Float.floatToRawIntBits(values[i]) & 0xffff0000);
      }
    }
    all.put(name, new Tensor(List.of(shape), values));
  }

  /** A record of which all tokens from {@code prompt} on are learned. */
  public static Example example(long seed, int length, int prompt) {
    var numbers = new SeededNumbers(seed, "example");
    int[] ids =
        IntStream.range(0, length)
            .map(i -> (int) Long.remainderUnsigned(numbers.bits(i), VOCABULARY))
            .toArray();
    var trained = new BitSet();
    trained.set(prompt, length);
    return new Example(ids, trained, 0);
  }

  public static LoraSettings lora(int rank) {
    return new LoraSettings(rank, new BigDecimal(2 * rank), LoraSettings.ALL);
  }

  /** All targets, two records a step, everything switched on. */
  public static Hyperparameters settings(int epochs) {
    return new Hyperparameters(
        lora(3),
        new BigDecimal("0.01"),
        epochs,
        1,
        2,
        64,
        Schedule.COSINE,
        new BigDecimal("0.1"),
        new BigDecimal("0.01"),
        new BigDecimal("1.0"),
        7);
  }
}
