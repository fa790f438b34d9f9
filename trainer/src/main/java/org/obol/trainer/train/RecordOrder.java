package org.obol.trainer.train;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.obol.trainer.lora.SeededNumbers;

/**
 * Which records each step learns; a function of seed, epoch and the number of records. Used by one
 * thread at a time.
 */
final class RecordOrder {

  private final int records;
  private final int perStep;
  private final long seed;

  // Sorting 100,000 records takes longer than a step of a small model.
  private List<Integer> inOrder = List.of();
  private int epoch = -1;

  /**
   * So many records at a step; the last step of an epoch learns what is left.
   *
   * @param perStep from 1
   */
  RecordOrder(int records, int perStep, long seed) {
    this.records = records;
    this.perStep = perStep;
    this.seed = seed;
  }

  int stepsPerEpoch() {
    return Math.ceilDiv(records, perStep);
  }

  /** The records of the step that {@code done} steps come before, in order. */
  List<Integer> at(int done) {
    int wanted = done / stepsPerEpoch();
    if (wanted != epoch) {
      inOrder = sorted(wanted);
      epoch = wanted;
    }
    int from = done % stepsPerEpoch() * perStep;
    return inOrder.subList(from, (int) Math.min(records, (long) from + perStep));
  }

  private List<Integer> sorted(int epoch) {
    var numbers = new SeededNumbers(seed, "epoch " + epoch);
    return IntStream.range(0, records)
        .boxed()
        .sorted(Comparator.<Integer>comparingLong(numbers::bits).thenComparingInt(i -> i))
        .toList();
  }
}
