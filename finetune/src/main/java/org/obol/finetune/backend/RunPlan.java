package org.obol.finetune.backend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.obol.finetune.data.Shape;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.text.ChatTemplate;

/**
 * Everything a backend is told about a run.
 *
 * @param folder of this run alone, absolute; nothing outside it is written
 * @param base folder of the base model, absolute; only read
 * @param timeout after which the run is stopped
 */
public record RunPlan(
    Path folder,
    TrainingData data,
    Path base,
    ChatTemplate template,
    Hyperparameters hyperparameters,
    Device device,
    Duration timeout) {

  /**
   * Checks that paths are absolute and that there is time.
   *
   * @throws IllegalArgumentException naming the rule that is broken
   */
  public RunPlan {
    if (!folder.isAbsolute() || !base.isAbsolute()) {
      throw new IllegalArgumentException(
          "paths of a run must be absolute: " + folder + ", " + base);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout " + timeout + " is not above 0");
    }
  }

  /** Records to learn. */
  public RecordFile train() {
    return data.train();
  }

  /** Held-out records; empty when no evaluation is wanted. */
  public Optional<RecordFile> valid() {
    return data.valid();
  }

  /** Shape of the records. */
  public Shape shape() {
    return data.shape();
  }

  /** Where files of this run are. */
  public RunFolder files() {
    return new RunFolder(folder);
  }

  /** How many steps the run has when nothing is left out. */
  public Steps steps() {
    return Steps.of(train().records(), hyperparameters);
  }
}
