package org.obol.finetune.backend.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.finetune.backend.Plans;
import org.obol.finetune.backend.ReportedLoss;
import org.obol.finetune.backend.RunPlan;
import org.obol.finetune.backend.TrainingEvent.Evaluation;

/** Losses are read from the tools' files first, and only then from what they printed. */
final class MetricFilesTest {

  private static final Optional<Evaluation> PRINTED =
      Optional.of(new Evaluation(9.5, "eval_loss", "{'eval_loss': '9.5'}"));

  @TempDir Path run;
  private RunPlan plan;

  @BeforeEach
  void out() throws Exception {
    plan = new Plans(run, Path.of("/base")).plan();
    Files.createDirectories(plan.files().out());
  }

  private void file(String name, String text) {
    Plans.write(plan.files().out().resolve(name), text);
  }

  @Test
  void the_last_evaluation_of_the_last_checkpoint_counts() {
    file("checkpoint-9/trainer_state.json", "{\"log_history\":[{\"eval_loss\":7.0}]}");
    file(
        "checkpoint-12/trainer_state.json",
        "{\"log_history\":[{\"eval_loss\":3.5},{\"loss\":1},{\"eval_loss\":2.0625e+0},{\"loss\":1}]}");
    assertThat(new Trl().collect(plan, PRINTED))
        .contains(
            new ReportedLoss(
                2.0625, "eval_loss", "out/checkpoint-12/trainer_state.json", "2.0625e+0"));
  }

  @Test
  void without_files_the_printed_loss_counts() {
    assertThat(new Trl().collect(plan, PRINTED))
        .contains(new ReportedLoss(9.5, "eval_loss", "stdout", "{'eval_loss': '9.5'}"));
    assertThat(new Trl().collect(plan, Optional.empty())).isEmpty();
  }

  @Test
  void llama_factory_prefers_its_results() {
    file("trainer_state.json", "{\"log_history\":[{\"eval_loss\":3}]}");
    assertThat(source(new LlamaFactory().collect(plan, PRINTED)))
        .isEqualTo("out/trainer_state.json");
    file("all_results.json", "{\"eval_loss\":2}");
    assertThat(source(new LlamaFactory().collect(plan, PRINTED))).isEqualTo("out/all_results.json");
    file("eval_results.json", "{\"epoch\":2.0,\"eval_loss\":\"1.5\"}");
    assertThat(new LlamaFactory().collect(plan, PRINTED))
        .contains(new ReportedLoss(1.5, "eval_loss", "out/eval_results.json", "1.5"));
  }

  private static String source(Optional<ReportedLoss> loss) {
    return loss.orElseThrow().source();
  }

  @Test
  void axolotl_prefers_the_validation_column_of_its_summary() {
    file("eval_summary.csv", "metric,training,validation\r\nloss,1.0,2.25\r\nruntime,1,2\r\n");
    assertThat(new Axolotl().collect(plan, PRINTED))
        .contains(new ReportedLoss(2.25, "eval_loss", "out/eval_summary.csv", "2.25"));
    file("eval_summary.csv", "metric,training,validation\nloss,1.0,\n");
    assertThat(source(new Axolotl().collect(plan, PRINTED))).isEqualTo("stdout");
  }

  @Test
  void of_mlx_only_the_loss_on_the_test_set_counts() {
    assertThat(new MlxLora().collect(plan, Optional.of(new Evaluation(1, "val_loss", "x"))))
        .isEmpty();
    assertThat(new MlxLora().collect(plan, Optional.of(new Evaluation(1, "test_loss", "x"))))
        .isPresent();
  }

  @Test
  void a_loss_that_is_not_a_number_is_a_failure() {
    assertThatThrownBy(
            () ->
                new Trl().collect(plan, Optional.of(new Evaluation(Double.NaN, "eval_loss", "n"))))
        .hasMessageContaining("not a number (stdout: n)");
    file("eval_results.json", "{\"eval_loss\":\"nan\"}");
    assertThatThrownBy(() -> new LlamaFactory().collect(plan, PRINTED))
        .hasMessageContaining("eval_results.json: nan");
    file("eval_results.json", "{\"eval_loss\":NaN}");
    assertThatThrownBy(() -> new LlamaFactory().collect(plan, PRINTED))
        .hasMessageContaining("training has diverged");
    file("eval_results.json", "{\"eval_loss\":\"soon\"}");
    assertThatThrownBy(() -> new LlamaFactory().collect(plan, PRINTED))
        .hasMessageContaining("eval_loss is soon, not a number");
  }
}
