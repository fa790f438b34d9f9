package org.obol.finetune.verify;

import java.util.Optional;

/** The checks that need more than the run's folder; a step without its check is skipped. */
public record TrainerChecks(
    Optional<SplitCheck> split,
    Optional<AdapterCheck> adapter,
    Optional<Evaluation> evaluation,
    Optional<Rerun> rerun) {

  /** None. */
  public static final TrainerChecks NONE =
      new TrainerChecks(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
