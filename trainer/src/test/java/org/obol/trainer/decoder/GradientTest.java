package org.obol.trainer.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.trainer.ModelForTest;
import org.obol.trainer.lora.LoraAdapter;
import org.obol.trainer.lora.Parameter;
import org.obol.trainer.lora.SeededNumbers;
import org.obol.trainer.model.BaseModel;
import org.obol.trainer.model.ModelConfig;
import org.obol.trainer.model.RopeScaling;
import org.obol.trainer.safetensors.Tensor;
import org.obol.trainer.tensor.Crew;
import org.obol.trainer.tensor.Products;
import org.obol.trainer.text.Example;

/**
 * Loss and gradients against another implementation, in double precision, and differences of it.
 */
class GradientTest {

  private static final int RANK = 3;
  private static final float SCALE = 0.5f;

  /** More than two panels of tokens. */
  private static final Example EXAMPLE = ModelForTest.example(5, 67, 9);

  static Stream<ModelConfig> models() {
    var plain = new RopeScaling.None();
    return Stream.of(
        ModelForTest.config("llama", false, false, plain),
        ModelForTest.config("llama", true, false, new RopeScaling.Llama3(8, 1, 4, 32)),
        ModelForTest.config("llama", false, true, plain),
        ModelForTest.config("qwen2", true, false, plain),
        ModelForTest.config("qwen3", true, false, plain));
  }

  @ParameterizedTest
  @MethodSource("models")
  void every_target_has_the_gradient_that_differences_show(ModelConfig config) {
    Map<String, Tensor> weights = ModelForTest.weights(config, 1).tensors();
    LoraAdapter adapter = adapter(config);
    try (var crew = new Crew(2)) {
      BaseModel base = ModelForTest.base(config);
      var decoder = new Decoder(base, adapter, 67, new Products(crew));
      double loss = decoder.learn(EXAMPLE, SCALE);
      assertThat(decoder.loss(EXAMPLE)).isEqualTo(loss);
      assertThat(new ReferenceModel(config, weights, adapter.toTensors(), 2).loss(EXAMPLE))
          .isCloseTo(loss, within(1e-5 * loss));
      for (Parameter parameter : adapter.parameters()) {
        compare(parameter, differences(config, weights, adapter, parameter));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 31, 32, 33, 34, 63, 64, 65, 96, 129, 130, 200})
  void texts_of_any_length_have_the_loss_of_the_reference(int length) {
    ModelConfig config = ModelForTest.wide();
    LoraAdapter adapter = adapter(config);
    Example example = ModelForTest.example(length, length, 1);
    try (var crew = new Crew(2)) {
      var decoder = new Decoder(ModelForTest.base(config), adapter, 200, new Products(crew));
      double loss = decoder.learn(example, SCALE);
      Map<String, Tensor> weights = ModelForTest.weights(config, 1).tensors();
      assertThat(new ReferenceModel(config, weights, adapter.toTensors(), 2).loss(example))
          .isCloseTo(loss, within(1e-5 * loss));
    }
  }

  @Test
  void gradients_of_a_text_are_the_sum_of_those_of_its_tokens() {
    ModelConfig config = ModelForTest.wide();
    LoraAdapter whole = adapter(config);
    LoraAdapter parts = adapter(config);
    Example all = ModelForTest.example(1, 200, 10);
    try (var crew = new Crew(2)) {
      BaseModel base = ModelForTest.base(config);
      new Decoder(base, whole, 200, new Products(crew)).learn(all, SCALE);
      var decoder = new Decoder(base, parts, 200, new Products(crew));
      decoder.learn(only(all, 10, 90), SCALE);
      decoder.learn(only(all, 90, 200), SCALE);
    }
    for (int i = 0; i < whole.parameters().size(); i++) {
      float[] sums = parts.parameters().get(i).flatGradient();
      float[] gradient = whole.parameters().get(i).flatGradient();
      double largest = 0;
      for (float g : gradient) {
        largest = Math.max(largest, Math.abs(g));
      }
      for (int j = 0; j < gradient.length; j++) {
        assertThat((double) gradient[j]).isCloseTo(sums[j], within(1e-4 * largest));
      }
    }
  }

  private static Example only(Example all, int from, int to) {
    var trained = new BitSet();
    trained.set(from, to);
    return new Example(all.ids(), trained, 0);
  }

  private static void compare(Parameter parameter, Map<Integer, Double> differences) {
    float[] gradient = parameter.flatGradient();
    double largest = differences.values().stream().mapToDouble(Math::abs).max().orElseThrow();
    assertThat(largest).as(parameter.name()).isGreaterThan(1e-3);
    differences.forEach(
        (i, difference) ->
            assertThat((double) gradient[i])
                .as("%s[%d]", parameter.name(), i)
                .isCloseTo(SCALE * difference, within(1e-4 * largest)));
  }

  /** How the loss changes with some values of a parameter. */
  private static Map<Integer, Double> differences(
      ModelConfig config, Map<String, Tensor> weights, LoraAdapter adapter, Parameter parameter) {
    Map<Integer, Double> differences = new TreeMap<>();
    Map<String, Tensor> tensors = adapter.toTensors();
    var reference = new ReferenceModel(config, weights, tensors, 2);
    float[] values = ModelForTest.tensor(tensors, parameter.name()).values();
    var numbers = new SeededNumbers(3, parameter.name());
    for (int n = 0; n < 3; n++) {
      int i = (int) Long.remainderUnsigned(numbers.bits(n), values.length);
      float value = values[i];
      values[i] = value + 0x1p-9f;
      double more = reference.loss(EXAMPLE);
      double high = values[i];
      values[i] = value - 0x1p-9f;
      differences.put(i, (more - reference.loss(EXAMPLE)) / (high - values[i]));
      values[i] = value;
    }
    return differences;
  }

  /** One that is not new: none of its matrices is zero. */
  private static LoraAdapter adapter(ModelConfig config) {
    LoraAdapter adapter = LoraAdapter.create(config, ModelForTest.lora(RANK), 1);
    for (Parameter parameter : adapter.parameters()) {
      var numbers = new SeededNumbers(2, parameter.name());
      for (int i = 0; i < parameter.values().length; i++) {
        parameter.values()[i] = 0.3f * numbers.signed(i);
      }
      parameter.pack();
    }
    return adapter;
  }
}
