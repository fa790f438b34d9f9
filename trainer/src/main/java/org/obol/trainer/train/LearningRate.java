package org.obol.trainer.train;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.Schedule;

/** The learning rate of each step, as transformers has it: the warm-up begins at zero. */
final class LearningRate {

  private final Schedule schedule;
  private final double peak;
  private final int total;
  private final int warmup;

  LearningRate(Hyperparameters settings, int total) {
    this.schedule = settings.schedule();
    this.peak = settings.learningRate().doubleValue();
    this.total = total;
    this.warmup =
        settings
            .warmup()
            .multiply(BigDecimal.valueOf(total))
            .setScale(0, RoundingMode.CEILING)
            .intValueExact();
  }

  /** The rate of the step that {@code done} steps come before. */
  double at(int done) {
    if (done < warmup) {
      return peak * done / warmup;
    }
    double gone = (double) (done - warmup) / Math.max(1, total - warmup);
    return switch (schedule) {
      case CONSTANT -> peak;
      case LINEAR -> peak * (1 - gone);
      case COSINE -> peak * 0.5 * (1 + StrictMath.cos(Math.PI * gone));
    };
  }
}
