package org.obol.finetune.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.obol.crypto.DurableFile;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.dataset.VerificationException;
import org.obol.finetune.backend.Backend;
import org.obol.finetune.backend.BackendRun;
import org.obol.finetune.backend.Cancellation;
import org.obol.finetune.backend.Prepared;
import org.obol.finetune.backend.Probe;
import org.obol.finetune.backend.RunPlan;
import org.obol.finetune.backend.Toolchain;
import org.obol.finetune.backend.TrainingData;
import org.obol.finetune.backend.TrainingEvent;
import org.obol.finetune.backend.tool.Backends;
import org.obol.finetune.data.DataCheck;
import org.obol.finetune.data.DataReport;
import org.obol.finetune.data.PreparedData;
import org.obol.finetune.provenance.DatasetBinding;
import org.obol.finetune.provenance.RunDocument;
import org.obol.finetune.provenance.RunFiles;
import org.obol.finetune.provenance.RunId;
import org.obol.finetune.provenance.RunKeys;
import org.obol.finetune.provenance.RunRecorder;
import org.obol.finetune.provenance.RunTimes;
import org.obol.trainer.base.BaseDigest;

/**
 * Fine-tunes a base model on a dataset: check the records, split them, train, measure on what was
 * held out, record and sign what was done. The folder of the run appears when all of it is there.
 */
public final class FineTune implements AutoCloseable {

  private static final List<String> REMOVED = List.of("base", "data", "out", "scratch", "work");

  private final FineTuneRequest request;
  private final Toolchain tools;
  private final InstantSource clock;
  private final LoadedBase base;
  private final Backend backend;
  private final String version;

  /**
   * Opens the base model.
   *
   * @param backendId which trainer
   * @param version of this program
   * @throws ObolException when there is no such backend, or the folder is no base model
   */
  public FineTune(
      FineTuneRequest request,
      String backendId,
      Toolchain tools,
      InstantSource clock,
      String version) {
    this.request = request;
    this.tools = tools;
    this.clock = clock;
    this.version = version;
    base = LoadedBase.open(request.base(), request.template(), request.settings().maxLength());
    backend = new Backends(new BoundTrainer(base, request.threads()), version).require(backendId);
  }

  /** What must be known of the template: a sentence, when the model was made for another one. */
  public List<String> warnings() {
    return base.folder().templateHint().warning(base.template()).stream().toList();
  }

  /** Looks at every record, as the trainer will see it. */
  public DataReport check() {
    return DataCheck.run(request.dataset(), request.data().rendered(base));
  }

  /**
   * Writes {@code validation.json} into the folder of the run to come, which then holds nothing
   * else.
   *
   * @return the file
   * @throws ObolException (usage) when there is another run already
   */
  public Path validate(DataReport report) {
    requireNone();
    return Validation.write(request.out(), report);
  }

  /** Whether a run that is cut off can go on from there. */
  public boolean resumes() {
    return backend.resumes();
  }

  /**
   * Throws away what a run to the same folder left that was cut off or failed.
   *
   * @return whether there was anything
   * @throws ObolException when it is not what a run leaves, or another process is at work there
   */
  public boolean discard() {
    requireFree(request.out());
    try {
      return Attempt.discard(request.out());
    } catch (IOException e) {
      throw unwritable(Attempt.folder(request.out()), e);
    }
  }

  /** What would be started, without starting or keeping it. */
  public DryRun dryRun(DataReport.Usable usable) {
    requireNone();
    try (Attempt attempt = Attempt.begin(request.out(), backend, clock.instant())) {
      Path folder = attempt.folder();
      Prepared prepared = backend.prepare(plan(usable.prepare(folder.resolve("work")), folder));
      Probe probe = backend.probe(tools);
      return DryRun.of(probe, prepared, base.template().id(), tools);
    } catch (IOException e) {
      throw unwritable(Attempt.folder(request.out()), e);
    }
  }

  /**
   * Trains and records. A run that was cut off goes on, where its backend can.
   *
   * @param binding what the dataset's bytes are
   * @param privatePlaces folders that no document may name
   * @return the manifest
   * @throws ObolException when something fails; what there is then lies beside the run's folder,
   *     under its name with {@code .unfinished}
   */
  public RunDocument run(
      DataReport.Usable usable,
      DatasetBinding binding,
      RunKeys keys,
      List<Path> privatePlaces,
      Consumer<TrainingEvent> events,
      Cancellation cancellation) {
    requireSame(usable, binding);
    requireFree(request.out());
    try (Attempt attempt = Attempt.begin(request.out(), backend, clock.instant())) {
      Path folder = attempt.folder();
      PreparedData data = usable.prepare(folder.resolve("work"));
      RunPlan plan = plan(data, folder);
      BaseDigest learnedOn = base.folder().digest();
      BackendRun.Outcome trained =
          new BackendRun(backend, plan, tools, clock).run(events, cancellation);
      // The adapter's folder is what PEFT reads; the name that finetune@v1 asks for lies beside it.
      Files.move(
          plan.files().adapter().resolve("adapter.safetensors"),
          folder.resolve("adapter.safetensors"));
      var measured = new Measurement(base, request.threads()).of(plan, trained);
      requireUnchanged(learnedOn);
      write(folder.resolve(RunFiles.EVAL.text()), measured.toJson());
      write(folder.resolve(RunFiles.SPLIT.text()), data.split().toJson());
      write(folder.resolve(Validation.FILE), usable.toJson());
      Instant finished = clock.instant();
      Instant started = attempt.started(finished);
      var facts =
          new Facts(request, base, backend, version)
              .of(
                  RunId.at(started),
                  new RunTimes(started, finished, finished),
                  new Facts.Trained(plan, data, learnedOn, trained, measured));
      REMOVED.forEach(name -> remove(folder.resolve(name)));
      RunDocument document =
          new RunRecorder(folder, Stream.concat(privatePlaces.stream(), places()).toList())
              .record(binding, facts, keys);
      Validation.removeAlone(request.out());
      attempt.finish(request.out());
      return document;
    } catch (IOException e) {
      throw unwritable(Attempt.folder(request.out()), e);
    }
  }

  private void requireSame(DataReport.Usable usable, DatasetBinding binding) {
    if (!usable.summary().source().sha256().equals(binding.file().sha256())) {
      throw new VerificationException(
          "file_hash_mismatch",
          request.dataset() + " was changed while it was being looked at. Fetch it again");
    }
  }

  private void requireUnchanged(BaseDigest learnedOn) {
    if (!base.folder().digest().equals(learnedOn)) {
      throw new VerificationException(
          "base_mismatch",
          request.base() + " was changed while it was trained on. Begin again with --restart");
    }
  }

  private RunPlan plan(PreparedData data, Path folder) {
    return new RunPlan(
        folder,
        TrainingData.of(data),
        request.base().toAbsolutePath(),
        base.template(),
        request.settings(),
        request.device(),
        request.timeout());
  }

  private Stream<Path> places() {
    return Stream.of(request.out(), request.base().toAbsolutePath())
        .filter(path -> path.getNameCount() > 1);
  }

  private void requireNone() {
    requireFree(request.out());
    try {
      Attempt.requireNone(request.out());
    } catch (IOException e) {
      throw unwritable(Attempt.folder(request.out()), e);
    }
  }

  private static void requireFree(Path path) {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Validation.isAlone(path)) {
      throw Attempt.inTheWay(path);
    }
  }

  private static void write(Path file, Json.Obj json) {
    DurableFile.write(file, (json.text() + "\n").getBytes(UTF_8), DurableFile.READABLE);
  }

  static void remove(Path path) {
    if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObolException unwritable(Path folder, IOException e) {
    return new ObolException(
        ObolException.Exit.FAILED,
        "the folder " + folder + " cannot be written: " + e.getMessage(),
        e);
  }

  @Override
  public void close() {
    base.close();
  }
}
