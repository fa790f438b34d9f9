package org.obol.finetune.backend.tool;

import org.obol.finetune.backend.RunPlan;
import org.obol.trainer.Schedule;

/** Names of schedules in tools that are built on transformers. */
final class Rates {

  private Rates() {}

  static String transformers(RunPlan plan) {
    Schedule schedule = plan.hyperparameters().schedule();
    return switch (schedule) {
      // Its "constant" forgets the warm-up.
      case CONSTANT -> "constant_with_warmup";
      case LINEAR -> "linear";
      case COSINE -> "cosine";
    };
  }
}
