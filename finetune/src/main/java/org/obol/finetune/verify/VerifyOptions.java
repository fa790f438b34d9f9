package org.obol.finetune.verify;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;
import org.obol.crypto.Address;

/**
 * What who verifies knows and has.
 *
 * @param owner of the dataset, from somewhere else than the run; without it the owner is only
 *     claimed
 * @param runner who has to have signed the run; without it, whoever did is named
 * @param dataset the dataset's file
 * @param base folder of the base model
 * @param tolerance largest difference of the losses that still agrees
 * @param maxFileBytes longest output that is hashed
 */
public record VerifyOptions(
    Optional<Address> owner,
    Optional<Address> runner,
    Optional<Path> dataset,
    Optional<Path> base,
    TrainerChecks checks,
    BigDecimal tolerance,
    long maxFileBytes) {

  /** The tolerance of finetune@v1. */
  public static final BigDecimal DEFAULT_TOLERANCE = new BigDecimal("0.05");

  /** 64 GiB. */
  public static final long DEFAULT_MAX_FILE_BYTES = 64L << 30;

  /** Knows and has nothing. */
  public static final VerifyOptions NONE =
      new VerifyOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          TrainerChecks.NONE,
          DEFAULT_TOLERANCE,
          DEFAULT_MAX_FILE_BYTES);

  /** These with a pinned owner. */
  public VerifyOptions withOwner(Address pinned) {
    return new VerifyOptions(
        Optional.of(pinned), runner, dataset, base, checks, tolerance, maxFileBytes);
  }

  /** These with the dataset's file. */
  public VerifyOptions withDataset(Path file) {
    return new VerifyOptions(
        owner, runner, Optional.of(file), base, checks, tolerance, maxFileBytes);
  }

  /** These with the base model's folder. */
  public VerifyOptions withBase(Path folder) {
    return new VerifyOptions(
        owner, runner, dataset, Optional.of(folder), checks, tolerance, maxFileBytes);
  }

  /** These with checks of a trainer. */
  public VerifyOptions withChecks(TrainerChecks other) {
    return new VerifyOptions(owner, runner, dataset, base, other, tolerance, maxFileBytes);
  }

  /** These with a runner who has to have signed. */
  public VerifyOptions withRunner(Address pinned) {
    return new VerifyOptions(
        owner, Optional.of(pinned), dataset, base, checks, tolerance, maxFileBytes);
  }

  /** These with a limit for outputs. */
  public VerifyOptions withMaxFileBytes(long bytes) {
    return new VerifyOptions(owner, runner, dataset, base, checks, tolerance, bytes);
  }
}
