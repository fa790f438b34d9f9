package org.obol.finetune.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.obol.crypto.ObolException;
import org.obol.finetune.backend.adapter.AdapterCheck;
import org.obol.finetune.backend.adapter.AdapterFacts;
import org.obol.finetune.backend.input.BaseLinks;
import org.obol.finetune.backend.input.Records;
import org.obol.finetune.backend.launch.ProgressFile;

/**
 * One run of one backend, from a plan to an adapter that has been looked at. The adapter gets its
 * name only when everything is done; what a failed run leaves is moved to {@code failed}.
 */
public final class BackendRun {

  /**
   * What came out.
   *
   * @param trained whether the backend trains at all; no manifest may call it trained otherwise
   * @param loss absent when none was asked for, or when the tool reports none
   */
  public record Outcome(
      boolean trained,
      Probe.Ready probe,
      Prepared prepared,
      Optional<ReportedLoss> loss,
      AdapterFacts adapter) {}

  private static final String DIVERGED = "the loss is not a number at step ";
  private static final String UNFINISHED = "adapter.unfinished";

  private final Backend backend;
  private final RunPlan plan;
  private final Toolchain tools;
  private final InstantSource clock;

  /** A run; nothing happens yet. */
  public BackendRun(Backend backend, RunPlan plan, Toolchain tools, InstantSource clock) {
    this.backend = backend;
    this.plan = plan;
    this.tools = tools;
    this.clock = clock;
  }

  /**
   * Trains. The folder of the plan must not have been used.
   *
   * @param events called from another thread, one event at a time
   * @throws ObolException when the backend is missing, refuses the plan, fails, or leaves an
   *     adapter or a loss that cannot be trusted
   */
  public Outcome run(Consumer<TrainingEvent> events, Cancellation cancellation) {
    Probe.Ready probe = ready(backend.probe(tools));
    Prepared prepared = backend.prepare(plan);
    requireFresh();
    try {
      write(prepared);
      Optional<TrainingEvent.Evaluation> printed = launch(prepared, probe, events, cancellation);
      Optional<ReportedLoss> loss = backend.collect(plan, printed);
      if (prepared.evaluates() && loss.isEmpty()) {
        throw new ObolException(
            ObolException.Exit.FAILED,
            backend.id()
                + " was asked for a loss on the held-out records and reported none; see logs/ for"
                + " what it did instead");
      }
      return new Outcome(backend.trained(), probe, prepared, loss, finish());
    } catch (IOException e) {
      keepParts(e);
      throw new ObolException(
          ObolException.Exit.FAILED,
          "run folder " + plan.folder() + ": " + e.getMessage() + "; check its rights and space",
          e);
    } catch (RuntimeException e) {
      keepParts(e);
      throw e;
    }
  }

  private Probe.Ready ready(Probe probe) {
    return switch (probe) {
      case Probe.Ready r -> r;
      case Probe.Missing m ->
          throw new ObolException(
              ObolException.Exit.FAILED,
              "backend " + backend.id() + " cannot run: " + m.reason() + "; " + m.hint());
    };
  }

  private void requireFresh() {
    RunFolder files = plan.files();
    for (Path path : new Path[] {files.config(), files.out(), files.adapter(), files.failed()}) {
      if (Files.exists(path)) {
        throw new ObolException(
            ObolException.Exit.USAGE,
            path + " is there already; every run needs a folder of its own");
      }
    }
  }

  private void write(Prepared prepared) throws IOException {
    RunFolder files = plan.files();
    for (Path folder : new Path[] {files.config(), files.data(), files.out(), files.logs()}) {
      Files.createDirectories(folder);
    }
    BaseLinks.make(plan);
    for (TextFile file : prepared.configuration()) {
      Path path = plan.folder().resolve(file.path());
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(path, file.text(), StandardCharsets.UTF_8);
    }
    for (DataFile file : prepared.data()) {
      Records.write(file, plan.folder());
    }
  }

  private Optional<TrainingEvent.Evaluation> launch(
      Prepared prepared,
      Probe.Ready probe,
      Consumer<TrainingEvent> events,
      Cancellation cancellation)
      throws IOException {
    try (var progress =
        new ProgressFile(plan.files().logs().resolve("progress.jsonl"), clock, events)) {
      Consumer<TrainingEvent> watch =
          event -> {
            progress.accept(event);
            if (event instanceof TrainingEvent.Step step && diverged(step)) {
              // Hours may be left, and nothing good can come any more.
              cancellation.cancel(DIVERGED + step.step() + "; try a lower learning rate");
            }
          };
      Optional<TrainingEvent.Evaluation> last =
          backend.launch(plan, prepared, probe, tools, watch, cancellation);
      requireNotCancelled(cancellation);
      return last;
    }
  }

  /** The backend may have been done before it noticed. */
  private void requireNotCancelled(Cancellation cancellation) {
    if (cancellation.isCancelled()) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          backend.id() + " was stopped: " + cancellation.reason().join());
    }
  }

  private static boolean diverged(TrainingEvent.Step step) {
    return step.loss().isPresent() && !Double.isFinite(step.loss().getAsDouble());
  }

  private AdapterFacts finish() throws IOException {
    Path folder = Files.createDirectory(plan.folder().resolve(UNFINISHED));
    backend.normalise(plan, folder);
    AdapterFacts facts = AdapterCheck.check(folder, plan, backend.trained());
    // The name that finetune@v1 asks for; the same bytes.
    Path weights = folder.resolve("adapter_model.safetensors");
    Path alias = folder.resolve("adapter.safetensors");
    try {
      Files.createLink(alias, weights);
    } catch (UnsupportedOperationException e) {
      Files.copy(weights, alias);
    }
    Files.move(folder, plan.files().adapter(), StandardCopyOption.ATOMIC_MOVE);
    return facts;
  }

  private void keepParts(Exception cause) {
    try {
      Path failed = Files.createDirectories(plan.files().failed());
      for (Path part : new Path[] {plan.files().out(), plan.folder().resolve(UNFINISHED)}) {
        if (Files.exists(part)) {
          Files.move(part, failed.resolve(part.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
