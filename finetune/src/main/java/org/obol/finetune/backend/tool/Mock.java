package org.obol.finetune.backend.tool;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.obol.finetune.backend.Backend;
import org.obol.finetune.backend.Cancellation;
import org.obol.finetune.backend.Prepared;
import org.obol.finetune.backend.Probe;
import org.obol.finetune.backend.ReportedLoss;
import org.obol.finetune.backend.RunPlan;
import org.obol.finetune.backend.Toolchain;
import org.obol.finetune.backend.TrainingEvent;
import org.obol.finetune.backend.adapter.PeftAdapter;
import org.obol.finetune.backend.adapter.UntrainedAdapter;

/**
 * No trainer at all, to try the way through. Its adapter can be loaded and changes nothing: every
 * lora_B is zero; its file says that it is synthetic. There is no loss, because nothing was
 * measured.
 */
public final class Mock implements Backend {

  private final String version;

  /**
   * The backend.
   *
   * @param version of this program
   */
  public Mock(String version) {
    this.version = version;
  }

  @Override
  public String id() {
    return "mock";
  }

  @Override
  public boolean trained() {
    return false;
  }

  @Override
  public Probe probe(Toolchain tools) {
    return new Probe.Ready(version, Optional.empty());
  }

  @Override
  public Prepared prepare(RunPlan plan) {
    return new Prepared(
        List.of(),
        List.of(),
        List.of(),
        plan.steps().total(),
        false,
        List.of("synthetic: nothing is trained"));
  }

  @Override
  public Optional<TrainingEvent.Evaluation> launch(
      RunPlan plan,
      Prepared prepared,
      Probe.Ready probe,
      Toolchain tools,
      Consumer<TrainingEvent> events,
      Cancellation cancellation) {
    events.accept(new TrainingEvent.Message("synthetic run: nothing is trained"));
    long total = prepared.steps();
    events.accept(
        new TrainingEvent.Step(
            total, total, OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty()));
    return Optional.empty();
  }

  @Override
  public Optional<ReportedLoss> collect(RunPlan plan, Optional<TrainingEvent.Evaluation> printed) {
    return Optional.empty();
  }

  @Override
  public void normalise(RunPlan plan, Path adapter) {
    Map<String, String> label = new TreeMap<>();
    label.put("format", "pt");
    label.put("synthetic", "true");
    UntrainedAdapter.write(plan, adapter.resolve(PeftAdapter.WEIGHTS), label);
  }
}
