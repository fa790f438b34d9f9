package org.obol.finetune.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.obol.crypto.ObolException;
import org.obol.finetune.backend.Cancellation;
import org.obol.finetune.backend.RunPlan;
import org.obol.finetune.backend.TrainingEvent;
import org.obol.finetune.backend.tool.JvmTrainer;
import org.obol.trainer.eval.Evaluation;
import org.obol.trainer.eval.Evaluator;
import org.obol.trainer.lora.LoraAdapter;
import org.obol.trainer.safetensors.SafetensorsWriter;
import org.obol.trainer.text.Example;
import org.obol.trainer.train.Outcome;
import org.obol.trainer.train.Progress;
import org.obol.trainer.train.ProgressListener;
import org.obol.trainer.train.RunSettings;
import org.obol.trainer.train.Training;

/** The trainer of this program, on a base model that is open. */
final class BoundTrainer implements JvmTrainer {

  /** What PEFT itself writes. */
  private static final Map<String, String> METADATA = Map.of("format", "pt");

  private static final int CHECKPOINT_EVERY = 50;

  private final LoadedBase base;
  private final int threads;

  BoundTrainer(LoadedBase base, int threads) {
    this.base = base;
    this.threads = threads;
  }

  @Override
  public Optional<TrainingEvent.Evaluation> train(
      RunPlan plan, Path out, Consumer<TrainingEvent> events, Cancellation cancellation) {
    List<Example> heldOut =
        plan.valid().map(records -> base.examples(records.file())).orElse(List.of());
    var training =
        new Training(
            base.model(), plan.hyperparameters(), base.examples(plan.train().file()), heldOut);
    var settings = new RunSettings(threads, plan.files().checkpoints(), CHECKPOINT_EVERY, 0);
    Outcome outcome = training.run(settings, new Told(events), cancellation::isCancelled);
    LoraAdapter adapter =
        switch (outcome) {
          case Outcome.Finished finished -> finished.adapter();
          case Outcome.Stopped stopped ->
              throw new ObolException(
                  ObolException.Exit.FAILED,
                  "training was stopped after step "
                      + stopped.step()
                      + ": "
                      + cancellation.reason().getNow("cancelled")
                      + "; the same command goes on from there");
        };
    SafetensorsWriter.write(
        out.resolve("adapter_model.safetensors"), adapter.toTensors(), METADATA);
    return heldOut.isEmpty() ? Optional.empty() : Optional.of(evaluate(heldOut, adapter, events));
  }

  private TrainingEvent.Evaluation evaluate(
      List<Example> heldOut, LoraAdapter adapter, Consumer<TrainingEvent> events) {
    Evaluation found = new Evaluator(base.model(), threads).evaluate(heldOut, adapter);
    var event =
        new TrainingEvent.Evaluation(found.loss(), "eval_loss", Double.toString(found.loss()));
    events.accept(event);
    return event;
  }

  /** Hands on what the trainer says. */
  private record Told(Consumer<TrainingEvent> events) implements ProgressListener {

    @Override
    public void progressed(Progress progress) {
      events.accept(
          new TrainingEvent.Step(
              progress.step(),
              progress.totalSteps(),
              OptionalDouble.of(progress.loss()),
              OptionalDouble.of(progress.learningRate()),
              Optional.of(progress.remaining())));
    }

    @Override
    public void noted(String note) {
      events.accept(new TrainingEvent.Message(note));
    }
  }

  /** The bytes of the file with an adapter's weights. */
  static byte[] bytes(LoraAdapter adapter) {
    return SafetensorsWriter.bytes(adapter.toTensors(), METADATA);
  }
}
