package org.obol.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.ObolException;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.ModelForTest;
import org.obol.trainer.Schedule;
import org.obol.trainer.eval.Evaluation;
import org.obol.trainer.eval.Evaluator;
import org.obol.trainer.lora.LoraAdapter;
import org.obol.trainer.model.BaseModel;
import org.obol.trainer.safetensors.Tensor;
import org.obol.trainer.text.Example;

class TrainingTest {

  private static final List<Example> RECORDS =
      List.of(ModelForTest.example(1, 9, 4), ModelForTest.example(2, 15, 8));

  private final BaseModel base = ModelForTest.base(ModelForTest.llama());

  @TempDir private Path folder;

  @Test
  void records_are_learned_by_heart_and_nothing_else_is() {
    List<Progress> steps = new ArrayList<>();
    var training = new Training(base, plain(60, 1, "0.02"), RECORDS, RECORDS);
    var finished =
        (Outcome.Finished)
            training.run(new RunSettings(2, folder, 1000, 30), steps::add, () -> false);
    assertThat(steps).hasSize(120);
    assertThat(steps.getFirst().loss()).isGreaterThan(3);
    assertThat(steps.getLast().loss()).isLessThan(0.2);
    var evaluator = new Evaluator(base, 1);
    double before = evaluator.evaluate(RECORDS, LoraAdapter.none()).loss();
    double after = evaluator.evaluate(RECORDS, finished.adapter()).loss();
    assertThat(before).isGreaterThan(3);
    assertThat(after).isLessThan(0.2);
    assertThat(steps.getLast().evaluation().orElseThrow().loss()).isEqualTo(after);
    assertThat(
            evaluator.evaluate(List.of(ModelForTest.example(9, 20, 5)), finished.adapter()).loss())
        .isGreaterThan(3);
  }

  @Test
  void each_step_says_where_the_run_is() {
    List<Progress> steps = new ArrayList<>();
    var training = new Training(base, plain(2, 1, "0.02"), RECORDS, RECORDS);
    assertThat(training.totalSteps()).isEqualTo(4);
    training.run(new RunSettings(1, folder, 1000, 3), steps::add, () -> false);
    assertThat(steps).extracting(Progress::step).containsExactly(1, 2, 3, 4);
    assertThat(steps).extracting(Progress::totalSteps).containsOnly(4);
    assertThat(steps).extracting(Progress::epoch).containsExactly(0.5, 1.0, 1.5, 2.0);
    assertThat(steps).extracting(Progress::learningRate).containsOnly(0.02);
    assertThat(steps).allMatch(p -> p.tokensPerSecond() > 0 && p.gradientNorm() > 0);
    assertThat(steps.getLast().remaining()).isZero();
    assertThat(steps)
        .extracting(p -> p.evaluation().isPresent())
        .containsExactly(false, false, true, false);
  }

  @Test
  void a_step_weighs_tokens_and_not_records() {
    List<Progress> steps = new ArrayList<>();
    new Training(base, plain(1, 2, "0.02"), RECORDS, List.of())
        .run(new RunSettings(1, folder, 1, 0), steps::add, () -> false);
    Evaluation all = new Evaluator(base, 1).evaluate(RECORDS, LoraAdapter.none());
    assertThat(all.tokens()).isEqualTo(12);
    assertThat(steps.getFirst().loss()).isCloseTo(all.loss(), within(1e-12));
  }

  @Test
  void a_loss_that_is_not_finite_ends_the_run_and_names_step_and_record() {
    Map<String, Tensor> tensors = ModelForTest.weights(base.config(), 1).tensors();
    float[] head = ModelForTest.tensor(tensors, "lm_head.weight").values();
    for (int i = 0; i < head.length; i++) {
      head[i] = Math.copySign(3e38f, head[i]);
    }
    BaseModel broken = BaseModel.load(base.config(), new ModelForTest.Tensors(tensors));
    var training = new Training(broken, plain(1, 2, "0.02"), RECORDS, List.of());
    assertThatThrownBy(() -> training.run(new RunSettings(1, folder, 1, 0), p -> {}, () -> false))
        .isInstanceOf(ObolException.class)
        .hasMessageMatching("the loss of record [12] is NaN in step 1; .*");
    assertThatThrownBy(() -> new Evaluator(broken, 1).evaluate(RECORDS, LoraAdapter.none()))
        .isInstanceOf(ObolException.class)
        .hasMessageMatching("the loss of evaluation record [12] is NaN; .*");
  }

  @Test
  void records_that_do_not_fit_are_named() {
    refused(List.of(), "there are no records");
    refused(
        List.of(RECORDS.getFirst(), new Example(new int[] {1, 2}, new BitSet(), 0)),
        "record 2 has no token to learn");
    refused(
        List.of(ModelForTest.example(1, 201, 4)),
        "record 1 has 201 tokens, but the model reads 200");
    refused(List.of(learning(1, 1, 37)), "record 1 has token 37, but the model knows 37");
    refused(List.of(learning(1, 1, -1)), "record 1 has token -1");
    refused(List.of(learning(0, 1, 2)), "record 1 learns tokens that it cannot, among {0}");
    refused(List.of(learning(2, 1, 2)), "record 1 learns tokens that it cannot, among {2}");
  }

  private static Example learning(int bit, int... ids) {
    var trained = new BitSet();
    trained.set(bit);
    return new Example(ids, trained, 0);
  }

  private void refused(List<Example> records, String complaint) {
    assertThatThrownBy(() -> new Training(base, plain(1, 1, "0.1"), records, List.of()))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining(complaint);
  }

  private static Hyperparameters plain(int epochs, int accumulation, String rate) {
    return new Hyperparameters(
        ModelForTest.lora(8),
        new BigDecimal(rate),
        epochs,
        1,
        accumulation,
        64,
        Schedule.CONSTANT,
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        BigDecimal.ONE,
        7);
  }
}
