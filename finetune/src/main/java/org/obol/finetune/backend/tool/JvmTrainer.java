package org.obol.finetune.backend.tool;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.obol.finetune.backend.Cancellation;
import org.obol.finetune.backend.RunPlan;
import org.obol.finetune.backend.TrainingEvent;

/** Where the trainer in this process is bound to the backend {@code jvm}. */
@FunctionalInterface
public interface JvmTrainer {

  /**
   * Trains as {@code plan} says and writes {@code adapter_model.safetensors}, named as PEFT does,
   * into {@code out}. Reports each step, and looks at {@code cancellation} at least once a step.
   *
   * @return the loss on the held-out records, when the plan has any
   * @throws org.obol.crypto.ObolException when it cannot train, or was cancelled
   */
  Optional<TrainingEvent.Evaluation> train(
      RunPlan plan, Path out, Consumer<TrainingEvent> events, Cancellation cancellation);
}
