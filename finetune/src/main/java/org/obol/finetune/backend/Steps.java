package org.obol.finetune.backend;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.obol.trainer.Hyperparameters;

/**
 * How often the optimizer steps. A last batch that is not full counts, and so does a last step that
 * has gathered fewer batches than others.
 *
 * @param batchesPerEpoch forward passes over all records
 * @param perEpoch optimizer steps of one epoch
 * @param total optimizer steps of the run
 * @param warmup of these, the steps in which the rate rises
 */
public record Steps(long batchesPerEpoch, long perEpoch, long total, long warmup) {

  /** The steps over {@code records}. */
  public static Steps of(long records, Hyperparameters h) {
    long batches = Math.ceilDiv(records, (long) h.batchSize());
    long perEpoch = Math.ceilDiv(batches, (long) h.accumulation());
    long total = Math.multiplyExact(perEpoch, (long) h.epochs());
    return new Steps(batches, perEpoch, total, warmup(h, total));
  }

  /** Of {@code total} steps those in which the rate rises, rounded up as transformers does. */
  public static long warmup(Hyperparameters h, long total) {
    return h.warmup()
        .multiply(BigDecimal.valueOf(total))
        .setScale(0, RoundingMode.CEILING)
        .longValueExact();
  }
}
