package org.obol.finetune.backend.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.obol.crypto.ObolException;
import org.obol.finetune.backend.Cancellation;
import org.obol.finetune.backend.LineReader;
import org.obol.finetune.backend.RunPlan;
import org.obol.finetune.backend.ToolCommand;
import org.obol.finetune.backend.TrainingEvent;

/** Runs the commands of a tool one after the other, all within the time of the plan. */
public final class Launcher {

  private final RunPlan plan;
  private final Path python;
  private final Map<String, String> environment;
  private final long deadline;

  /**
   * A launcher for one run, whose time begins now.
   *
   * @param python the interpreter that the probe has found
   * @param environment of this process; what is not on the list of passed variables is dropped
   */
  public Launcher(RunPlan plan, Path python, Map<String, String> environment) {
    this.plan = plan;
    this.python = python;
    this.environment = Map.copyOf(environment);
    this.deadline = System.nanoTime() + plan.timeout().toNanos();
  }

  /** What is started for {@code command}. */
  public static List<String> argv(Path python, ToolCommand command) {
    List<String> argv = new ArrayList<>(List.of(python.toString(), "-m", command.module()));
    argv.addAll(command.arguments());
    return argv;
  }

  /**
   * Runs {@code command}; what it prints goes to {@code logs/NAME.log} and through {@code reader}.
   *
   * @return the last evaluation that {@code reader} saw
   * @throws ObolException when it cannot be started, ends with another status than 0, is cancelled
   *     or takes too long, with its last lines
   */
  public Optional<TrainingEvent.Evaluation> run(
      ToolCommand command,
      LineReader reader,
      Consumer<TrainingEvent> events,
      Cancellation cancellation) {
    var last = new AtomicReference<Optional<TrainingEvent.Evaluation>>(Optional.empty());
    Consumer<TrainingEvent> listener =
        event -> {
          if (event instanceof TrainingEvent.Evaluation e) {
            last.set(Optional.of(e));
          }
          events.accept(event);
        };
    Path file = plan.files().logs().resolve(command.name() + ".log");
    try (var log = log(file)) {
      Child.Ending ending =
          child(command)
              .run(
                  left(),
                  cancellation,
                  line -> {
                    log.add(line);
                    reader.read(line).ifPresent(listener);
                  });
      check(command, ending, log.tail());
    } catch (IOException e) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          "cannot run "
              + String.join(" ", argv(python, command))
              + ": "
              + e.getMessage()
              + "; check that the program exists and may be executed",
          e);
    }
    return last.get();
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private static LogFile log(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return new LogFile(file);
  }

  private Child child(ToolCommand command) throws IOException {
    Path scratch = plan.files().scratch();
    for (String name : List.of("home", "cache", "tmp", "work")) {
      Files.createDirectories(scratch.resolve(name));
    }
    return new Child(
        argv(python, command),
        ChildEnvironment.of(
            environment, python, plan.files(), plan.device(), command.environment()),
        scratch.resolve("work"));
  }

  private void check(ToolCommand command, Child.Ending ending, List<String> tail) {
    String what = command.module() + " (" + command.name() + ")";
    String failure =
        switch (ending) {
          case Child.Ending.Exited e when e.status() == 0 -> "";
          case Child.Ending.Exited e -> what + " ended with status " + e.status();
          case Child.Ending.TimedOut t ->
              what
                  + " was stopped: the run took longer than "
                  + plan.timeout().toSeconds()
                  + " s; allow more time or train less";
          case Child.Ending.Cancelled c -> what + " was stopped: " + c.reason();
        };
    if (!failure.isEmpty()) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          failure
              + "; its last lines, all are in logs/"
              + command.name()
              + ".log:"
              + (tail.isEmpty() ? " (none)" : "\n  " + String.join("\n  ", tail)));
    }
  }
}
