package org.obol.trainer.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.obol.crypto.ObolException;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.ModelForTest;
import org.obol.trainer.ModelForTest.Tensors;
import org.obol.trainer.model.ModelConfig;
import org.obol.trainer.safetensors.Tensor;

class LoraAdapterTest {

  private static final String NAME =
      "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight";
  private static final long FIRST_BITS = 263504832312218365L;

  private final ModelConfig config = ModelForTest.llama();
  private final LoraSettings settings = ModelForTest.lora(3);

  @Test
  void tensors_have_the_names_and_shapes_of_peft() {
    var only = new LoraSettings(4, BigDecimal.TEN, List.of("q_proj", "down_proj"));
    Map<String, Tensor> tensors = LoraAdapter.create(config, only, 1).toTensors();
    String layer = "base_model.model.model.layers.";
    assertThat(tensors.keySet())
        .containsExactly(
            layer + "0.mlp.down_proj.lora_A.weight",
            layer + "0.mlp.down_proj.lora_B.weight",
            layer + "0.self_attn.q_proj.lora_A.weight",
            layer + "0.self_attn.q_proj.lora_B.weight",
            layer + "1.mlp.down_proj.lora_A.weight",
            layer + "1.mlp.down_proj.lora_B.weight",
            layer + "1.self_attn.q_proj.lora_A.weight",
            layer + "1.self_attn.q_proj.lora_B.weight");
    assertThat(ModelForTest.tensor(tensors, layer + "0.mlp.down_proj.lora_A.weight").shape())
        .containsExactly(4, 20);
    assertThat(ModelForTest.tensor(tensors, layer + "0.mlp.down_proj.lora_B.weight").shape())
        .containsExactly(12, 4);
  }

  @Test
  void a_new_adapter_adds_nothing_and_is_spread_as_peft_does() {
    var wide = ModelForTest.lora(512);
    LoraAdapter adapter = LoraAdapter.create(config, wide, 1);
    double bound = 1 / Math.sqrt(12);
    for (Parameter parameter : adapter.parameters()) {
      if (parameter.name().endsWith("lora_B.weight")) {
        assertThat(parameter.values()).containsOnly(0f);
      }
    }
    float[] values = ModelForTest.tensor(adapter.toTensors(), NAME).values();
    double squares = 0;
    for (float value : values) {
      assertThat((double) value).isBetween(-bound, bound);
      squares += value * value;
    }
    assertThat(squares / values.length)
        .isBetween(0.95 * bound * bound / 3, 1.05 * bound * bound / 3);
  }

  @Test
  void the_seed_alone_decides_the_start() {
    assertThat(first(1)).isEqualTo(first(1)).isNotEqualTo(first(2));
  }

  private float[] first(long seed) {
    return ModelForTest.tensor(LoraAdapter.create(config, settings, seed).toTensors(), NAME)
        .values();
  }

  @Test
  void numbers_are_a_function_of_seed_name_and_index() {
    assertThat(new SeededNumbers(1, "a").bits(0)).isEqualTo(FIRST_BITS);
    assertThat(new SeededNumbers(1, "a").bits(1)).isNotEqualTo(FIRST_BITS);
    assertThat(new SeededNumbers(1, "b").bits(0)).isNotEqualTo(FIRST_BITS);
    assertThat(new SeededNumbers(2, "a").bits(0)).isNotEqualTo(FIRST_BITS);
  }

  @Test
  void what_was_written_is_read_again() {
    LoraAdapter adapter = LoraAdapter.create(config, settings, 5);
    LoraAdapter read = LoraAdapter.fromTensors(config, settings, new Tensors(adapter.toTensors()));
    adapter
        .toTensors()
        .forEach(
            (name, tensor) ->
                assertThat(ModelForTest.tensor(read.toTensors(), name).values())
                    .isEqualTo(tensor.values()));
  }

  @Test
  void tensors_that_do_not_belong_are_refused_by_name() {
    refused(t -> t.remove(NAME), "has no tensor " + NAME);
    refused(
        t -> t.put("x", ModelForTest.tensor(t, NAME)),
        "has a tensor x that its settings do not name");
    refused(
        t -> t.put(NAME, new Tensor(List.of(12, 3), new float[36])),
        "of shape [12, 3], but model and settings ask for [3, 12]");
    refused(
        t -> ModelForTest.tensor(t, NAME).values()[3] = Float.POSITIVE_INFINITY,
        "has Infinity at number 3 of tensor " + NAME);
  }

  private void refused(Consumer<Map<String, Tensor>> damage, String complaint) {
    Map<String, Tensor> tensors = LoraAdapter.create(config, settings, 1).toTensors();
    damage.accept(tensors);
    assertThatThrownBy(() -> LoraAdapter.fromTensors(config, settings, new Tensors(tensors)))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void a_target_that_is_no_projection_is_refused() {
    var wrong = new LoraSettings(4, BigDecimal.TEN, List.of("query_key_value"));
    assertThatThrownBy(() -> LoraAdapter.create(config, wrong, 1))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining("LoRA target \"query_key_value\" is not a projection");
  }

  @Test
  void the_config_is_what_peft_reads() {
    var only = new LoraSettings(4, new BigDecimal("8.50"), List.of("v_proj", "q_proj"));
    assertThat(AdapterConfig.text(only))
        .isEqualTo(
            "{\"base_model_name_or_path\":null,\"bias\":\"none\",\"fan_in_fan_out\":false,"
                + "\"inference_mode\":true,\"lora_alpha\":8.50,\"lora_dropout\":0.0,"
                + "\"modules_to_save\":null,\"peft_type\":\"LORA\",\"r\":4,"
                + "\"target_modules\":[\"q_proj\",\"v_proj\"],\"task_type\":\"CAUSAL_LM\","
                + "\"use_dora\":false,\"use_rslora\":false}\n");
  }
}
