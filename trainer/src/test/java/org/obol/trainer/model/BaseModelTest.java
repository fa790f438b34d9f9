package org.obol.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.obol.crypto.ObolException;
import org.obol.trainer.ModelForTest;
import org.obol.trainer.ModelForTest.Tensors;
import org.obol.trainer.safetensors.Tensor;

class BaseModelTest {

  private static final String NAME = "model.layers.1.mlp.up_proj.weight";
  private final ModelConfig config = ModelForTest.llama();
  private final Map<String, Tensor> tensors = ModelForTest.weights(config, 1).tensors();

  @Test
  void a_tensor_that_is_missing_is_named() {
    tensors.remove(NAME);
    refused("tensor " + NAME + " is missing from the base model");
  }

  @Test
  void a_tensor_of_another_shape_is_named_with_both_shapes() {
    tensors.put(NAME, new Tensor(List.of(12, 20), new float[240]));
    refused("tensor " + NAME + " has shape [12, 20], but config.json asks for [20, 12]");
  }

  @Test
  void a_tensor_that_has_no_place_is_named() {
    tensors.put("model.layers.2.mlp.up_proj.weight", new Tensor(List.of(1), new float[1]));
    refused("tensor model.layers.2.mlp.up_proj.weight has no place in a llama model of 2 layers");
  }

  @Test
  void a_number_that_is_not_finite_is_named() {
    ModelForTest.tensor(tensors, NAME).values()[7] = Float.NaN;
    refused("tensor " + NAME + " has NaN at number 7");
  }

  @Test
  void a_tied_model_may_carry_its_head_and_any_model_its_table_of_positions() {
    ModelConfig tied = ModelForTest.config("llama", true, false, new RopeScaling.None());
    tensors.put(
        "model.layers.0.self_attn.rotary_emb.inv_freq", new Tensor(List.of(3), new float[3]));
    BaseModel base = BaseModel.load(tied, new Tensors(tensors));
    assertThat(base.head()).isSameAs(base.embedding());
  }

  @Test
  void other_weights_have_another_fingerprint() {
    long fingerprint = ModelForTest.base(config).fingerprint();
    assertThat(ModelForTest.base(config).fingerprint()).isEqualTo(fingerprint);
    ModelForTest.tensor(tensors, NAME).values()[7] += 0.5f;
    assertThat(BaseModel.load(config, new Tensors(tensors)).fingerprint())
        .isNotEqualTo(fingerprint);
  }

  private void refused(String complaint) {
    assertThatThrownBy(() -> BaseModel.load(config, new Tensors(tensors)))
        .isInstanceOf(ObolException.class)
        .hasMessageStartingWith(complaint);
  }
}
