package org.obol.finetune.backend.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.obol.crypto.ObolException;
import org.obol.finetune.backend.Device;
import org.obol.finetune.backend.Plans;
import org.obol.finetune.data.Shape;
import org.obol.trainer.Schedule;
import org.obol.trainer.text.ChatTemplate;

/** What a tool cannot honour is refused before it starts, with the value and a way out. */
final class LimitsTest {

  private static final Backends BACKENDS = new Backends((p, o, e, c) -> Optional.empty(), "1");

  @TempDir Path base;

  private static Arguments refused(String backend, String says, UnaryOperator<Plans> change) {
    return Arguments.of(backend, says, change);
  }

  static Stream<Arguments> refusals() {
    UnaryOperator<Plans> half = p -> p.lora(4, "8.5", "q_proj");
    UnaryOperator<Plans> seed = p -> p.seed(1L << 32);
    UnaryOperator<Plans> plainPairs = p -> p.shape(Shape.PAIR).template(ChatTemplate.PLAIN);
    UnaryOperator<Plans> free = p -> p.schedule(Schedule.COSINE, "0");
    UnaryOperator<Plans> linear = p -> p.schedule(Schedule.LINEAR, "1");
    return Stream.of(
        refused("trl", "LoRA alpha, not 8.5", half),
        refused("trl", "seed 4294967296", seed),
        refused("axolotl", "LoRA alpha, not 8.5", half),
        refused("axolotl", "seed 4294967296", seed),
        refused("axolotl", "template plain", plainPairs),
        refused("llama-factory", "LoRA alpha, not 8.5", half),
        refused(
            "llama-factory", "no template like our alpaca", p -> p.template(ChatTemplate.ALPACA)),
        refused("llama-factory", "not to be learned", Plans::weights),
        refused("mlx-lora", "clip gradients to a norm of 1", UnaryOperator.identity()),
        refused("mlx-lora", "12 records do not divide", p -> free.apply(p).batches(5, 1)),
        refused("mlx-lora", "steps of 5", p -> free.apply(p).batches(2, 5)),
        refused("mlx-lora", "another device", p -> free.apply(p).device(Device.CPU)),
        refused("mlx-lora", "not to be learned", p -> free.apply(p).weights()),
        refused("mlx-lora", "template plain", p -> plainPairs.apply(free.apply(p))),
        refused("unsloth", "schedule linear only", UnaryOperator.identity()),
        refused("unsloth", "norm of 1", p -> p.schedule(Schedule.LINEAR, "0.5")),
        refused("unsloth", "accelerator", p -> linear.apply(p).device(Device.CPU)),
        refused("unsloth", "plain texts", p -> linear.apply(p).shape(Shape.TEXT)),
        refused("unsloth", "not to be learned", p -> linear.apply(p).weights()),
        refused("torchtune", "no schedule linear", linear),
        refused("torchtune", "do not divide", p -> p.batches(2, 4)),
        refused("torchtune", "all of [down_proj", p -> p.lora(4, "8", "q_proj", "up_proj")),
        refused("torchtune", "of the attention", p -> p.lora(4, "8", "lm_head", "q_proj")),
        refused("torchtune", "as chatml does", p -> p.template(ChatTemplate.PLAIN)),
        refused("torchtune", "not to be learned", Plans::weights),
        refused("jvm", "computes on the CPU", p -> p.device(Device.GPU)));
  }

  @ParameterizedTest
  @MethodSource
  void refusals(String backend, String says, UnaryOperator<Plans> change) {
    TuneBases.write(base, "qwen2");
    var plan = change.apply(new Plans(Path.of("/run"), base)).plan();
    assertThatThrownBy(() -> BACKENDS.require(backend).prepare(plan))
        .isInstanceOfSatisfying(
            ObolException.class, e -> assertThat(e.exit()).isEqualTo(ObolException.Exit.USAGE))
        .hasMessageStartingWith("backend " + backend + " cannot run this plan: ")
        .hasMessageContaining(says);
  }

  @Test
  void torchtune_refuses_models_that_it_cannot_build() {
    var plan = new Plans(Path.of("/run"), base).plan();
    TuneBases.config(base, "\"model_type\":\"qwen3\"");
    assertThatThrownBy(() -> BACKENDS.require("torchtune").prepare(plan))
        .hasMessageContaining("no builder for model type qwen3");
    TuneBases.config(base, "\"model_type\":\"llama\",\"rope_scaling\":{\"factor\":8}");
    assertThatThrownBy(() -> BACKENDS.require("torchtune").prepare(plan))
        .hasMessageContaining("rope_scaling");
    TuneBases.config(base, "\"model_type\":\"llama\",\"tie_word_embeddings\":true");
    assertThatThrownBy(() -> BACKENDS.require("torchtune").prepare(plan))
        .hasMessageContaining("no builder");
    TuneBases.config(base, "\"model_type\":\"qwen2\"");
    assertThatThrownBy(() -> BACKENDS.require("torchtune").prepare(plan))
        .hasMessageContaining("needs vocab.json");
    Plans.write(base.resolve("config.json"), "{");
    assertThatThrownBy(() -> BACKENDS.require("torchtune").prepare(plan))
        .hasMessageContaining("config.json");
  }

  @Test
  void an_unknown_backend_is_answered_with_all_there_are() {
    assertThatThrownBy(() -> BACKENDS.require("keras"))
        .hasMessage(
            "there is no backend \"keras\"; there are jvm, mlx-lora, trl, axolotl, unsloth,"
                + " llama-factory, torchtune, mock");
  }
}
