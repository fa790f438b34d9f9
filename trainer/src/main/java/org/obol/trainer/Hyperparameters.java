package org.obol.trainer;

import java.math.BigDecimal;

/**
 * What a fine-tuning run is told; one form for all backends. Fractions are decimals, because they
 * are hashed as written.
 *
 * @param learningRate peak, above 0 and below 1
 * @param epochs passes over the training records, from 1
 * @param batchSize records per forward pass, from 1
 * @param accumulation forward passes per optimizer step, from 1; with the batch size at most 2^31-1
 *     records
 * @param maxLength longest record in tokens; what is longer is cut
 * @param warmup part of the steps in which the rate rises, 0 to 1
 * @param weightDecay of AdamW, from 0
 * @param maxGradNorm gradients are scaled down to this norm; 0 for never
 * @param seed of the order of records and the initial weights of the adapter
 */
public record Hyperparameters(
    LoraSettings lora,
    BigDecimal learningRate,
    int epochs,
    int batchSize,
    int accumulation,
    int maxLength,
    Schedule schedule,
    BigDecimal warmup,
    BigDecimal weightDecay,
    BigDecimal maxGradNorm,
    long seed) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the value and its range
   */
  public Hyperparameters {
    require(
        learningRate.signum() > 0 && learningRate.compareTo(BigDecimal.ONE) < 0,
        "learning rate " + learningRate + " is not between 0 and 1");
    require(epochs >= 1, "epochs " + epochs + " is below 1");
    require(batchSize >= 1, "batch size " + batchSize + " is below 1");
    require(accumulation >= 1, "gradient accumulation " + accumulation + " is below 1");
    require(
        (long) batchSize * accumulation <= Integer.MAX_VALUE,
        "batch size %d times gradient accumulation %d is above %d"
            .formatted(batchSize, accumulation, Integer.MAX_VALUE));
    require(maxLength >= 2, "max length " + maxLength + " is below 2");
    require(
        warmup.signum() >= 0 && warmup.compareTo(BigDecimal.ONE) <= 0,
        "warm-up " + warmup + " is not between 0 and 1");
    require(weightDecay.signum() >= 0, "weight decay " + weightDecay + " is below 0");
    require(maxGradNorm.signum() >= 0, "gradient norm " + maxGradNorm + " is below 0");
    require(seed >= 0, "seed " + seed + " is below 0");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
