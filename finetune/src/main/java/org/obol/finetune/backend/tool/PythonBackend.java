package org.obol.finetune.backend.tool;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.obol.finetune.backend.Backend;
import org.obol.finetune.backend.Cancellation;
import org.obol.finetune.backend.LineReader;
import org.obol.finetune.backend.Prepared;
import org.obol.finetune.backend.Probe;
import org.obol.finetune.backend.RunPlan;
import org.obol.finetune.backend.ToolCommand;
import org.obol.finetune.backend.Toolchain;
import org.obol.finetune.backend.TrainingEvent;
import org.obol.finetune.backend.launch.Launcher;
import org.obol.finetune.backend.launch.PythonProbe;

/** What all tools written in Python have in common: how they are found and run. */
abstract class PythonBackend implements Backend {

  /** Distributions it is made of; the first is the tool. */
  abstract List<String> packages();

  /** What installs it. */
  abstract String install();

  /** Understands what it prints in this run. */
  abstract LineReader reader(RunPlan plan);

  @Override
  public Probe probe(Toolchain tools) {
    return PythonProbe.probe(tools, packages(), install());
  }

  @Override
  public Optional<TrainingEvent.Evaluation> launch(
      RunPlan plan,
      Prepared prepared,
      Probe.Ready probe,
      Toolchain tools,
      Consumer<TrainingEvent> events,
      Cancellation cancellation) {
    var launcher =
        new Launcher(plan, probe.python().orElseThrow().executable(), tools.environment());
    Optional<TrainingEvent.Evaluation> last = Optional.empty();
    for (ToolCommand command : prepared.commands()) {
      Optional<TrainingEvent.Evaluation> seen =
          launcher.run(command, reader(plan), events, cancellation);
      last = seen.isPresent() ? seen : last;
    }
    return last;
  }
}
