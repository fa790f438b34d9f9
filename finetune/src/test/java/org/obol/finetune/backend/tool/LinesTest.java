package org.obol.finetune.backend.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.obol.finetune.backend.LineReader;
import org.obol.finetune.backend.Plans;
import org.obol.finetune.backend.TrainingEvent;
import org.obol.finetune.backend.TrainingEvent.Evaluation;
import org.obol.finetune.backend.TrainingEvent.Step;

/** What tools print, in the dialects of their versions. */
final class LinesTest {

  // 12 records in batches of 2, two epochs: 12 steps.
  private final LineReader trainer =
      new TrainerLines(new Plans(Path.of("/run"), Path.of("/base")).plan());
  private final LineReader mlx = new MlxLines(2, 6);
  private final LineReader tune = new TuneLines(12);

  private static Step step(long step, long total, double loss, OptionalDouble rate) {
    return new Step(step, total, OptionalDouble.of(loss), rate, Optional.empty());
  }

  @Test
  void numbers_of_transformers_4_and_texts_of_5_are_the_same() {
    TrainingEvent wanted = step(6, 12, 2.31, OptionalDouble.of(5e-5));
    assertThat(
            trainer.read("{'loss': 2.31, 'grad_norm': 0.7, 'learning_rate': 5e-05, 'epoch': 1.0}"))
        .contains(wanted);
    assertThat(
            trainer.read(
                "{'loss': '2.31', 'grad_norm': '0.7', 'learning_rate': '5e-05', 'epoch': '1'}"))
        .contains(wanted);
  }

  @Test
  void an_evaluation_is_told_from_a_step_and_keeps_its_line() {
    String line = "{'eval_loss': '1.25e-01', 'eval_runtime': '0.2', 'epoch': '2'}";
    assertThat(trainer.read(line)).contains(new Evaluation(0.125, "eval_loss", line));
    assertThat(trainer.read("12%|# | {'eval_loss': 3, 'epoch': 1}"))
        .map(e -> ((Evaluation) e).loss())
        .contains(3.0);
  }

  @Test
  void a_loss_that_is_not_a_number_is_passed_on_as_that() {
    assertThat(trainer.read("{'loss': 'nan', 'epoch': '0.5'}"))
        .map(e -> ((Step) e).loss().getAsDouble())
        .contains(Double.NaN);
    assertThat(trainer.read("{'eval_loss': nan, 'epoch': 1.0}"))
        .map(e -> ((Evaluation) e).loss())
        .contains(Double.NaN);
    assertThat(trainer.read("{'loss': -inf, 'epoch': 0.1}"))
        .map(e -> ((Step) e).loss().getAsDouble())
        .contains(Double.NEGATIVE_INFINITY);
  }

  @Test
  void other_lines_say_nothing() {
    for (String line :
        List.of(
            "",
            "eval_loss = 3",
            "{'train_runtime': 3.2, 'train_loss': 2.0, 'epoch': 2.0}",
            "{'loss': 'low', 'epoch': 'late'}",
            "{'loss': 1.0}",
            "{{{{{{",
            "Loading weights: 100%|████| 21/21")) {
      assertThat(trainer.read(line)).as(line).isEmpty();
      assertThat(mlx.read(line)).as(line).isEmpty();
      assertThat(tune.read(line)).as(line).isEmpty();
    }
  }

  @Test
  void steps_of_a_trainer_stay_within_the_run() {
    assertThat(trainer.read("{'loss': 1.0, 'epoch': 0.0}"))
        .map(e -> ((Step) e).step())
        .contains(1L);
    assertThat(trainer.read("{'loss': 1.0, 'epoch': 9.0}"))
        .map(e -> ((Step) e).step())
        .contains(12L);
  }

  @Test
  void mlx_until_0_31_speaks_in_sentences() {
    assertThat(
            mlx.read(
                "Iter 4: Train loss 3.456, Learning Rate 1.000e-04, It/sec 9.1, Tokens/sec 512.3,"
                    + " Trained Tokens 220, Peak mem 0.1 GB"))
        .contains(step(2, 6, 3.456, OptionalDouble.of(1e-4)));
    assertThat(mlx.read("Iter 1: Val loss 4.125, Val took 0.031s"))
        .contains(new Evaluation(4.125, "val_loss", "Iter 1: Val loss 4.125, Val took 0.031s"));
  }

  @Test
  void mlx_since_0_32_draws_a_table() {
    assertThat(mlx.read("     4    3.456 ▼    1,024      0.1k"))
        .contains(step(2, 6, 3.456, OptionalDouble.empty()));
    assertThat(mlx.read("     1    val 4.125    0.03s"))
        .contains(new Evaluation(4.125, "val_loss", "1    val 4.125    0.03s"));
    assertThat(mlx.read("  iter   train_loss     tok/s     tokens")).isEmpty();
    assertThat(mlx.read("  save  0000012_adapters.safetensors")).isEmpty();
  }

  @Test
  void what_mlx_says_about_the_test_set_is_the_same_in_both() {
    assertThat(mlx.read("Test loss 2.718, Test ppl 15.150."))
        .contains(new Evaluation(2.718, "test_loss", "Test loss 2.718, Test ppl 15.150."));
    assertThat(mlx.read("Test loss nan, Test ppl nan."))
        .map(e -> ((Evaluation) e).loss())
        .contains(Double.NaN);
  }

  @Test
  void torchtune_reports_in_its_progress_bar() {
    assertThat(tune.read("1|3|Loss: 2.0625:  25%|██▌       | 3/12 [00:01<00:03]"))
        .contains(step(3, 12, 2.0625, OptionalDouble.empty()));
  }
}
