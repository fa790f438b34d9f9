package org.obol.finetune.data;

import java.math.BigDecimal;
import java.util.Optional;
import org.obol.crypto.Sha256;

/**
 * What a check is told.
 *
 * @param drop whether records that break a rule by themselves are left out, and counted, instead of
 *     the file being refused
 * @param heldOut how many records are kept from training
 * @param seed chooses which
 * @param most how many records are trained on at most: the first that are not held out
 * @param batch fewest records that training needs, at least 1
 * @param expected the hash of the file that was bought
 * @param rendering template and tokenizer, without which tokens are not looked at
 * @param personalData whether personal data is looked for
 * @param keptErrors how many errors are told one by one, at least 1
 * @param threads how many lines are looked at at the same time, at least 1
 */
public record DataOptions(
    boolean drop,
    HeldOut heldOut,
    long seed,
    Optional<Long> most,
    int batch,
    Optional<Sha256> expected,
    Optional<Rendering> rendering,
    boolean personalData,
    int keptErrors,
    int threads) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when one is below 1
   */
  public DataOptions {
    if (most.isPresent() && most.get() < 1) {
      throw new IllegalArgumentException("at least 1 record is trained on, not " + most.get());
    }
    if (batch < 1 || keptErrors < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "batch, kept errors and threads are at least 1, not "
              + batch
              + ", "
              + keptErrors
              + " and "
              + threads);
    }
  }

  /** A tenth held out with seed 42, nothing dropped, personal data looked for, one thread. */
  public static DataOptions defaults() {
    return new DataOptions(
        false,
        new HeldOut.Share(new BigDecimal("0.1")),
        42,
        Optional.empty(),
        1,
        Optional.empty(),
        Optional.empty(),
        true,
        50,
        1);
  }

  /** With records that break a rule left out. */
  public DataOptions dropping() {
    return new DataOptions(
        true, heldOut, seed, most, batch, expected, rendering, personalData, keptErrors, threads);
  }

  /** With that many records held out, chosen by that seed. */
  public DataOptions split(HeldOut wanted, long chosenBy) {
    return new DataOptions(
        drop,
        wanted,
        chosenBy,
        most,
        batch,
        expected,
        rendering,
        personalData,
        keptErrors,
        threads);
  }

  /** With no more records trained on than that. */
  public DataOptions atMost(long records) {
    return new DataOptions(
        drop,
        heldOut,
        seed,
        Optional.of(records),
        batch,
        expected,
        rendering,
        personalData,
        keptErrors,
        threads);
  }

  /** With at least that many records needed to train on. */
  public DataOptions batch(int records) {
    return new DataOptions(
        drop, heldOut, seed, most, records, expected, rendering, personalData, keptErrors, threads);
  }

  /** With a file that must have that hash. */
  public DataOptions expecting(Sha256 file) {
    return new DataOptions(
        drop,
        heldOut,
        seed,
        most,
        batch,
        Optional.of(file),
        rendering,
        personalData,
        keptErrors,
        threads);
  }

  /** With tokens looked at. */
  public DataOptions rendered(Rendering by) {
    return new DataOptions(
        drop,
        heldOut,
        seed,
        most,
        batch,
        expected,
        Optional.of(by),
        personalData,
        keptErrors,
        threads);
  }

  /** Without looking for personal data. */
  public DataOptions withoutPersonalData() {
    return new DataOptions(
        drop, heldOut, seed, most, batch, expected, rendering, false, keptErrors, threads);
  }

  /** With that many threads; the report is the same. */
  public DataOptions threads(int many) {
    return new DataOptions(
        drop, heldOut, seed, most, batch, expected, rendering, personalData, keptErrors, many);
  }
}
