package org.obol.finetune.backend.tool;

import org.obol.crypto.ObolException;
import org.obol.finetune.backend.RunPlan;
import org.obol.finetune.data.Shape;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.text.ChatTemplate;

/** What a tool cannot do, said before it is started. Nothing that a plan asks for is left out. */
final class Limits {

  private final String backend;
  private final RunPlan plan;

  Limits(String backend, RunPlan plan) {
    this.backend = backend;
    this.plan = plan;
  }

  Hyperparameters h() {
    return plan.hyperparameters();
  }

  /** Refuses the plan unless {@code possible}. */
  void require(boolean possible, String why, String next) {
    if (!possible) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "backend " + backend + " cannot run this plan: " + why + "; " + next);
    }
  }

  /** Alpha is an integer in the configuration of most tools. */
  void requireWholeAlpha() {
    require(
        h().lora().alpha().stripTrailingZeros().scale() <= 0,
        "it takes whole numbers for LoRA alpha, not " + h().lora().alpha(),
        "round it");
  }

  long alpha() {
    return h().lora().alpha().longValueExact();
  }

  /** NumPy's generator takes 32 bits. */
  void requireSmallSeed() {
    require(
        h().seed() < (1L << 32),
        "seed " + h().seed() + " does not fit 32 bits",
        "take one below 4294967296");
  }

  /**
   * Whether records are turns of a template. Pairs are too, but for the template plain, which only
   * joins them.
   */
  boolean conversations() {
    return switch (plan.shape()) {
      case MESSAGES -> true;
      case PAIR -> plan.template() != ChatTemplate.PLAIN;
      case TEXT -> false;
    };
  }

  /** For tools that put every pair into turns. */
  void requireNoPlainPairs() {
    require(
        plan.shape() != Shape.PAIR || conversations(),
        "it cannot join prompts and completions without turns around them, as the template plain"
            + " does",
        "use another template, or the backend trl or jvm");
  }

  /** For tools that learn all that the assistant says, or the last of it. */
  void requireNoWeights() {
    require(
        !plan.data().weights(),
        "some answers are marked as not to be learned, and it has no place for that",
        "use the backend jvm, trl or axolotl");
  }

  /** For tools that leave out what does not fill a batch or a step. */
  void requireNothingLeftOut(boolean everyEpoch) {
    long records = plan.train().records();
    long batches = records / h().batchSize();
    long all = everyEpoch ? batches : batches * h().epochs();
    require(
        records % h().batchSize() == 0 && all % h().accumulation() == 0,
        records
            + " records do not divide into batches of "
            + h().batchSize()
            + " and steps of "
            + h().accumulation()
            + ", and it leaves out the rest",
        "use batch size 1 and accumulation 1, or numbers that divide");
  }

  /** For tools that have no way to say it. */
  void requireNoClipping() {
    require(
        h().maxGradNorm().signum() == 0,
        "it cannot clip gradients to a norm of " + h().maxGradNorm(),
        "set the gradient norm to 0");
  }
}
