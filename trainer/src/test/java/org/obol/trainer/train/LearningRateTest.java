package org.obol.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.ModelForTest;
import org.obol.trainer.Schedule;

/** The rates of transformers' schedulers. */
class LearningRateTest {

  @Test
  void rises_from_zero_then_stays() {
    assertThat(rates(Schedule.CONSTANT, "0.35", 5)).containsExactly(0, 0.05, 0.1, 0.1, 0.1);
  }

  @Test
  void falls_in_a_line_and_would_reach_zero_after_the_last_step() {
    assertThat(rates(Schedule.LINEAR, "0", 4))
        .containsExactly(new double[] {0.1, 0.075, 0.05, 0.025}, within(1e-12));
    assertThat(rates(Schedule.LINEAR, "0.25", 5))
        .containsExactly(new double[] {0, 0.05, 0.1, 0.2 / 3, 0.1 / 3}, within(1e-12));
  }

  @Test
  void falls_along_half_a_cosine() {
    assertThat(rates(Schedule.COSINE, "0", 4))
        .containsExactly(
            new double[] {0.1, 0.1 * (2 + Math.sqrt(2)) / 4, 0.05, 0.1 * (2 - Math.sqrt(2)) / 4},
            within(1e-12));
  }

  @Test
  void a_run_may_be_warm_up_alone() {
    assertThat(rates(Schedule.COSINE, "1", 2)).containsExactly(0, 0.05);
  }

  private static double[] rates(Schedule schedule, String warmup, int total) {
    Hyperparameters any = ModelForTest.settings(1);
    var settings =
        new Hyperparameters(
            any.lora(),
            new BigDecimal("0.1"),
            1,
            1,
            1,
            64,
            schedule,
            new BigDecimal(warmup),
            any.weightDecay(),
            any.maxGradNorm(),
            1);
    var rate = new LearningRate(settings, total);
    return IntStream.range(0, total).mapToDouble(rate::at).toArray();
  }
}
