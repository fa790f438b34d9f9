package org.obol.finetune.backend;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A trainer. The five steps of a run are called in the order of the methods, by {@link BackendRun};
 * none is called when one before it failed. For any number of threads.
 */
public interface Backend {

  /** What the user calls it. */
  String id();

  /** Whether it trains at all; what it makes may be called trained only then. */
  default boolean trained() {
    return true;
  }

  /** Whether it can run here. Starts a Python at most, and touches no network. */
  Probe probe(Toolchain tools);

  /**
   * What it makes of the plan. Writes nothing, starts nothing, and gives the same for the same plan
   * and base model.
   *
   * @throws org.obol.crypto.ObolException when it cannot honour a hyperparameter, the shape of the
   *     records or the device, naming the value, why, and what to do
   */
  Prepared prepare(RunPlan plan);

  /**
   * Trains, until it is done, has failed, is cancelled or its time is over. The files of {@code
   * prepared} are written.
   *
   * @return the last evaluation among the events
   * @throws org.obol.crypto.ObolException when it failed
   */
  Optional<TrainingEvent.Evaluation> launch(
      RunPlan plan,
      Prepared prepared,
      Probe.Ready probe,
      Toolchain tools,
      Consumer<TrainingEvent> events,
      Cancellation cancellation);

  /**
   * Reads the held-out loss: from the tool's files first, else {@code printed}.
   *
   * @throws org.obol.crypto.ObolException when it is not a number
   */
  Optional<ReportedLoss> collect(RunPlan plan, Optional<TrainingEvent.Evaluation> printed);

  /**
   * The file that the tool wrote in a form of its own, which {@link #normalise} converts; empty
   * when the weights are copied as they are.
   */
  default Optional<Path> converted(RunPlan plan) {
    return Optional.empty();
  }

  /**
   * Puts the adapter into the empty folder {@code adapter}, in the form of PEFT: {@code
   * adapter_model.safetensors} and {@code adapter_config.json}, and nothing else.
   *
   * @throws org.obol.crypto.ObolException when the tool left none, or one that cannot be trusted
   */
  void normalise(RunPlan plan, Path adapter);
}
