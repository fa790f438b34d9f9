package org.obol.trainer.train;

import java.nio.file.Path;

/**
 * What a run does besides training; nothing here changes the adapter.
 *
 * @param threads from 1
 * @param checkpoints folder for what a run that was cut off goes on from
 * @param checkpointEvery most steps between two checkpoints, from 1; when steps are slow there is
 *     one every minute, and there is one at the end, too
 * @param evaluateEvery steps between two evaluations; 0 for never
 */
public record RunSettings(int threads, Path checkpoints, int checkpointEvery, int evaluateEvery) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the value
   */
  public RunSettings {
    if (threads < 1 || checkpointEvery < 1 || evaluateEvery < 0) {
      throw new IllegalArgumentException(
          "threads %d or steps between checkpoints %d is below 1, or between evaluations %d below 0"
              .formatted(threads, checkpointEvery, evaluateEvery));
    }
  }
}
