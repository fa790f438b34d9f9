package org.obol.cli.finetune;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.obol.crypto.ObolException;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.Schedule;
import picocli.CommandLine.Option;

/** The hyperparameters of a run; the same for every backend. */
final class TuningOptions {

  @Option(names = "--rank", defaultValue = "16", description = "LoRA rank (${DEFAULT-VALUE}).")
  private int rank = 16;

  @Option(names = "--alpha", paramLabel = "A", description = "LoRA alpha (twice the rank).")
  private @Nullable BigDecimal alpha;

  @Option(
      names = "--targets",
      split = ",",
      paramLabel = "NAME",
      description = "Projections to adapt, such as q_proj,v_proj (all of them).")
  private List<String> targets = LoraSettings.ALL;

  @Option(
      names = {"--learning-rate", "--lr"},
      defaultValue = "0.0002",
      description = "Peak learning rate (${DEFAULT-VALUE}).")
  private BigDecimal learningRate = new BigDecimal("0.0002");

  @Option(names = "--epochs", defaultValue = "1", description = "Passes (${DEFAULT-VALUE}).")
  private int epochs = 1;

  @Option(
      names = "--batch-size",
      defaultValue = "1",
      description = "Records in a forward pass (${DEFAULT-VALUE}).")
  private int batchSize = 1;

  @Option(
      names = "--accumulation",
      defaultValue = "1",
      description = "Forward passes in an optimizer step (${DEFAULT-VALUE}).")
  private int accumulation = 1;

  @Option(
      names = "--max-length",
      defaultValue = "1024",
      description = "Tokens after which a record is cut (${DEFAULT-VALUE}).")
  private int maxLength = 1024;

  @Option(
      names = "--schedule",
      defaultValue = "LINEAR",
      description = "How the rate goes on: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private Schedule schedule = Schedule.LINEAR;

  @Option(
      names = "--warmup",
      defaultValue = "0",
      description = "Share of the steps in which the rate rises (${DEFAULT-VALUE}).")
  private BigDecimal warmup = BigDecimal.ZERO;

  @Option(
      names = "--weight-decay",
      defaultValue = "0",
      description = "Of AdamW (${DEFAULT-VALUE}).")
  private BigDecimal weightDecay = BigDecimal.ZERO;

  @Option(
      names = "--max-grad-norm",
      defaultValue = "1",
      description = "Limit of the gradient, 0 for none (${DEFAULT-VALUE}).")
  private BigDecimal maxGradNorm = BigDecimal.ONE;

  @Option(
      names = "--seed",
      defaultValue = "42",
      description = "Of the split, the order and the first weights (${DEFAULT-VALUE}).")
  private long seed = 42;

  Hyperparameters settings() {
    for (String target : targets) {
      if (!LoraSettings.ALL.contains(target)) {
        throw new ObolException(
            ObolException.Exit.USAGE,
            "--targets: \"%s\" is not a projection; there are %s"
                .formatted(target, String.join(", ", LoraSettings.ALL)));
      }
    }
    try {
      BigDecimal scale = alpha == null ? BigDecimal.valueOf(2L * rank) : alpha;
      return new Hyperparameters(
          new LoraSettings(rank, scale, targets),
          learningRate,
          epochs,
          batchSize,
          accumulation,
          maxLength,
          schedule,
          warmup,
          weightDecay,
          maxGradNorm,
          seed);
    } catch (IllegalArgumentException e) {
      throw new ObolException(ObolException.Exit.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
