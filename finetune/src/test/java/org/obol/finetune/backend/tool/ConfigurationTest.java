package org.obol.finetune.backend.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.obol.finetune.backend.Backend;
import org.obol.finetune.backend.Device;
import org.obol.finetune.backend.Plans;
import org.obol.finetune.data.Shape;
import org.obol.trainer.Schedule;
import org.obol.trainer.text.ChatTemplate;

/**
 * What each backend is told, byte for byte. {@link BackendConfigOracleIT} has the tools' own
 * parsers read it.
 */
final class ConfigurationTest {

  @TempDir Path base;

  /** A golden file, and the plan it belongs to. */
  enum Golden {
    TRL_MESSAGES("trl"),
    TRL_PAIR_CPU("trl"),
    TRL_PLAIN_PAIR_GPU("trl"),
    TRL_TEXT_WITHOUT_EVALUATION("trl"),
    MLX_MESSAGES("mlx-lora"),
    MLX_TEXT_CONSTANT("mlx-lora"),
    AXOLOTL_MESSAGES("axolotl"),
    AXOLOTL_WEIGHTS_LLAMA3_GPU("axolotl"),
    AXOLOTL_TEXT("axolotl"),
    LLAMA_FACTORY_MESSAGES("llama-factory"),
    LLAMA_FACTORY_PAIR_CPU("llama-factory"),
    LLAMA_FACTORY_TEXT("llama-factory"),
    UNSLOTH_MESSAGES("unsloth"),
    UNSLOTH_PAIR("unsloth"),
    TORCHTUNE_QWEN("torchtune"),
    TORCHTUNE_LLAMA_TEXT_GPU("torchtune");

    final String backend;

    Golden(String backend) {
      this.backend = backend;
    }

    Plans change(Plans plans) {
      return switch (this) {
        case TRL_MESSAGES, AXOLOTL_MESSAGES, LLAMA_FACTORY_MESSAGES, TORCHTUNE_QWEN -> plans;
        case TRL_PAIR_CPU, LLAMA_FACTORY_PAIR_CPU -> plans.shape(Shape.PAIR).device(Device.CPU);
        case TRL_PLAIN_PAIR_GPU ->
            plans.shape(Shape.PAIR).template(ChatTemplate.PLAIN).device(Device.GPU);
        case TRL_TEXT_WITHOUT_EVALUATION ->
            plans.shape(Shape.TEXT).withoutEvaluation().schedule(Schedule.CONSTANT, "0");
        case MLX_MESSAGES -> plans.schedule(Schedule.COSINE, "0").batches(2, 3);
        case MLX_TEXT_CONSTANT ->
            plans
                .shape(Shape.TEXT)
                .withoutEvaluation()
                .schedule(Schedule.CONSTANT, "0")
                .lora(3, "10", "down_proj", "q_proj");
        case AXOLOTL_WEIGHTS_LLAMA3_GPU ->
            plans.weights().template(ChatTemplate.LLAMA3).device(Device.GPU);
        case AXOLOTL_TEXT -> plans.shape(Shape.TEXT).withoutEvaluation();
        case LLAMA_FACTORY_TEXT -> plans.shape(Shape.TEXT);
        case UNSLOTH_MESSAGES -> plans.schedule(Schedule.LINEAR, "1");
        case UNSLOTH_PAIR -> plans.shape(Shape.PAIR).schedule(Schedule.LINEAR, "1");
        case TORCHTUNE_LLAMA_TEXT_GPU ->
            plans
                .shape(Shape.TEXT)
                .device(Device.GPU)
                .schedule(Schedule.CONSTANT, "0")
                .lora(4, "8", "q_proj", "o_proj", "gate_proj", "up_proj", "down_proj");
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_configuration_is_that_of_the_golden_file(Golden golden) throws IOException {
    TuneBases.write(base, golden == Golden.TORCHTUNE_LLAMA_TEXT_GPU ? "llama" : "qwen2");
    Backend backend = new Backends((p, o, e, c) -> Optional.empty(), "1").require(golden.backend);
    String name = golden.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + ".txt";
    Plans plans = golden.change(new Plans(Path.of("/run"), base));
    String found = PreparedText.of(backend.prepare(plans.plan()));
    Path seen = Path.of("target", "golden", name);
    Files.createDirectories(seen.getParent());
    Files.writeString(seen, found, StandardCharsets.UTF_8);
    try (var in = ConfigurationTest.class.getResourceAsStream(name)) {
      assertThat(in).as("resource " + name + "; what was found is in " + seen).isNotNull();
      assertThat(found).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
