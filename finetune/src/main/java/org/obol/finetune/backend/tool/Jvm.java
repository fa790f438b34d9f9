package org.obol.finetune.backend.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.obol.crypto.ObolException;
import org.obol.finetune.backend.Backend;
import org.obol.finetune.backend.Cancellation;
import org.obol.finetune.backend.Device;
import org.obol.finetune.backend.Prepared;
import org.obol.finetune.backend.Probe;
import org.obol.finetune.backend.ReportedLoss;
import org.obol.finetune.backend.RunPlan;
import org.obol.finetune.backend.Toolchain;
import org.obol.finetune.backend.TrainingEvent;
import org.obol.finetune.backend.adapter.PeftAdapter;
import org.obol.trainer.lora.AdapterConfig;

/** The trainer in this process: bit-exact, on any machine, for models of moderate size. */
public final class Jvm implements Backend {

  private final JvmTrainer trainer;
  private final String version;

  /**
   * The backend.
   *
   * @param version of this program
   */
  public Jvm(JvmTrainer trainer, String version) {
    this.trainer = trainer;
    this.version = version;
  }

  @Override
  public String id() {
    return "jvm";
  }

  @Override
  public boolean resumes() {
    return true;
  }

  @Override
  public Probe probe(Toolchain tools) {
    return new Probe.Ready(version, Optional.empty());
  }

  @Override
  public Prepared prepare(RunPlan plan) {
    new Limits(id(), plan)
        .require(
            plan.device() != Device.GPU,
            "it computes on the CPU",
            "use device cpu or auto, or another backend");
    return new Prepared(
        List.of(), List.of(), List.of(), plan.steps().total(), plan.valid().isPresent(), List.of());
  }

  @Override
  public Optional<TrainingEvent.Evaluation> launch(
      RunPlan plan,
      Prepared prepared,
      Probe.Ready probe,
      Toolchain tools,
      Consumer<TrainingEvent> events,
      Cancellation cancellation) {
    try (var clock = Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory())) {
      var alarm =
          clock.schedule(
              () ->
                  cancellation.cancel(
                      "the run took longer than " + plan.timeout().toSeconds() + " s"),
              plan.timeout().toMillis(),
              TimeUnit.MILLISECONDS);
      try {
        return trainer.train(plan, plan.files().out(), events, cancellation);
      } finally {
        alarm.cancel(false);
      }
    }
  }

  @Override
  public Optional<ReportedLoss> collect(RunPlan plan, Optional<TrainingEvent.Evaluation> printed) {
    return MetricFiles.printed(printed)
        .map(loss -> new ReportedLoss(loss.value(), loss.name(), "trainer", loss.raw()));
  }

  @Override
  public void normalise(RunPlan plan, Path adapter) {
    try {
      Files.copy(
          plan.files().out().resolve(PeftAdapter.WEIGHTS), adapter.resolve(PeftAdapter.WEIGHTS));
      Files.writeString(
          adapter.resolve(AdapterConfig.FILE),
          AdapterConfig.text(plan.hyperparameters().lora()),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ObolException(
          ObolException.Exit.FAILED, "cannot write " + adapter + ": " + e.getMessage(), e);
    }
  }
}
