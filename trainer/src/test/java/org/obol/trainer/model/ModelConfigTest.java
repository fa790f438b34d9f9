package org.obol.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.obol.crypto.ObolException;

class ModelConfigTest {

  private static final String SMOLLM2 =
      """
      {"architectures": ["LlamaForCausalLM"], "attention_bias": false, "bos_token_id": 1,
       "hidden_act": "silu", "hidden_size": 576, "intermediate_size": 1536,
       "max_position_embeddings": 8192, "mlp_bias": false, "model_type": "llama",
       "num_attention_heads": 9, "num_hidden_layers": 30, "num_key_value_heads": 3,
       "pretraining_tp": 1, "rms_norm_eps": 1e-05, "rope_scaling": null, "rope_theta": 100000,
       "tie_word_embeddings": true, "torch_dtype": "bfloat16", "vocab_size": 49152}
      """;

  @TempDir private Path folder;

  @Test
  void smollm2_is_a_llama_with_a_tied_head() throws IOException {
    assertThat(read(SMOLLM2))
        .isEqualTo(
            new ModelConfig(
                "llama",
                576,
                30,
                9,
                3,
                64,
                1536,
                49152,
                8192,
                1e-5f,
                100000,
                new RopeScaling.None(),
                true,
                false,
                false,
                false,
                false));
  }

  @Test
  void qwen2_has_biases_that_it_does_not_mention() throws IOException {
    ModelConfig config = read(with("\"model_type\": \"llama\"", "\"model_type\": \"qwen2\""));
    assertThat(config.queryKeyValueBias()).isTrue();
    assertThat(config.outputBias()).isFalse();
    assertThat(config.queryKeyNorm()).isFalse();
  }

  @Test
  void qwen3_normalises_queries_and_has_heads_of_their_own_size() throws IOException {
    ModelConfig config = read(with("\"model_type\": \"llama\"", "\"model_type\": \"qwen3\""));
    assertThat(config.queryKeyNorm()).isTrue();
    assertThat(config.headDim()).isEqualTo(128);
    assertThat(Projection.Q.out(config)).isEqualTo(9 * 128);
    assertThat(config.queryKeyValueBias()).isFalse();
  }

  @Test
  void newer_files_keep_the_base_of_positions_elsewhere() throws IOException {
    ModelConfig config =
        read(
            with(
                "\"rope_scaling\": null, \"rope_theta\": 100000",
                "\"rope_parameters\": {\"rope_type\": \"default\", \"rope_theta\": 500000.0}"));
    assertThat(config.ropeTheta()).isEqualTo(500000);
  }

  @Test
  void llama3_slows_slow_turns_down() throws IOException {
    RopeScaling scaling =
        read(with(
                "\"rope_scaling\": null",
                "\"rope_scaling\": {\"rope_type\": \"llama3\", \"factor\": 32.0,"
                    + " \"low_freq_factor\": 1.0, \"high_freq_factor\": 4.0,"
                    + " \"original_max_position_embeddings\": 8192}"))
            .ropeScaling();
    double turn = 2 * Math.PI / 8192;
    assertThat(scaling.scale(5 * turn)).isEqualTo(5 * turn);
    assertThat(scaling.scale(0.5 * turn)).isEqualTo(0.5 * turn / 32);
    double middle = 2.5 * turn;
    assertThat(scaling.scale(middle)).isEqualTo(0.5 * middle / 32 + 0.5 * middle);
  }

  @Test
  void a_window_that_nobody_looks_through_is_no_window() throws IOException {
    assertThat(
            read(
                with(
                    "\"pretraining_tp\": 1",
                    "\"use_sliding_window\": false, \"sliding_window\": 100")))
        .isEqualTo(read(SMOLLM2));
    assertThat(
            read(
                with(
                    "\"pretraining_tp\": 1",
                    "\"use_sliding_window\": true, \"sliding_window\": 8192")))
        .isEqualTo(read(SMOLLM2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          "model_type": "llama" | "model_type": "gemma3" | model_type "gemma3" is not supported, llama, qwen2 and qwen3 are
          "model_type": "llama" | "type": "llama" | field "model_type" is missing
          "hidden_act": "silu" | "hidden_act": "gelu" | hidden_act "gelu" is not supported, silu is
          "hidden_size": 576 | "hidden_size": 577 | hidden_size 577 is not a multiple of num_attention_heads 9
          "hidden_size": 576 | "hidden_size": 0 | field "hidden_size" is 0, not 1 to 16777216
          "hidden_size": 576 | "hidden_size": 5.5 | field "hidden_size" must be an integer, not 5.5
          "hidden_size": 576 | "hidden_size": "576" | field "hidden_size" must be an integer
          "hidden_size": 576 | "hidden_size": 577, "head_dim": 63 | head_dim 63 is odd
          "num_hidden_layers": 30 | "num_hidden_layers": -1 | field "num_hidden_layers" is -1
          "num_key_value_heads": 3 | "num_key_value_heads": 2 | num_attention_heads 9 is not a multiple of num_key_value_heads 2
          "rms_norm_eps": 1e-05 | "rms_norm_eps": 0 | rms_norm_eps 0.0 is not between 0 and 1
          "rms_norm_eps": 1e-05 | "rms_norm_eps": "1" | field "rms_norm_eps" must be a number
          "rope_theta": 100000 | "rope_theta": 1 | rope_theta 1.0 is not between 1 and 1e12
          "rope_scaling": null | "rope_scaling": {"type": "yarn", "factor": 4} | rope_scaling type "yarn" is not supported, default and llama3 are
          "rope_scaling": null | "rope_scaling": {"rope_type": "llama3"} | field "factor" is missing
          "rope_scaling": null | "rope_scaling": {"rope_type": "llama3", "factor": 2, "low_freq_factor": 4, "high_freq_factor": 1, "original_max_position_embeddings": 8} | rope_scaling needs factor > 0
          "pretraining_tp": 1 | "use_sliding_window": true, "sliding_window": 4096 | sliding_window "4096" is not supported
          "pretraining_tp": 1 | "layer_types": ["full_attention", "sliding_attention"] | layer_types "sliding_attention" is not supported
          "pretraining_tp": 1 | "partial_rotary_factor": 0.5 | partial_rotary_factor "0.5" is not supported
          "pretraining_tp": 1 | "quantization_config": {"bits": 4} | quantization_config "{…}" is not supported
          "pretraining_tp": 1 | "vocab_size": 5 | Duplicate field
          """)
  void what_cannot_be_computed_is_refused_by_name(String good, String bad, String complaint) {
    assertThatThrownBy(() -> read(with(good, bad)))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining("config.json: ")
        .hasMessageContaining(complaint);
  }

  @Test
  void a_file_that_is_missing_or_no_object_is_named() {
    assertThatThrownBy(() -> ModelConfig.read(folder.resolve("none.json")))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining("none.json");
    assertThatThrownBy(() -> read("[]"))
        .hasMessageContaining("a model's config must be a JSON object");
  }

  private static String with(String good, String bad) {
    assertThat(SMOLLM2).contains(good);
    return SMOLLM2.replace(good, bad);
  }

  private ModelConfig read(String json) throws IOException {
    return ModelConfig.read(Files.writeString(folder.resolve("config.json"), json));
  }
}
