package org.obol.finetune.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    unfinished();
    return Validation.write(request.out().toAbsolutePath().normalize(), report);
  }

  /** What would be started, without starting or keeping it. */
  public DryRun dryRun(DataReport.Usable usable) {
    Path folder = unfinished();
    try {
      Files.createDirectories(folder);
      Prepared prepared = backend.prepare(plan(usable.prepare(folder.resolve("work")), folder));
      Probe probe = backend.probe(tools);
      return DryRun.of(probe, prepared, base.template().id(), tools);
    } catch (IOException e) {
      throw unwritable(folder, e);
    } finally {
      remove(folder);
    }
  }

  /**
   * Trains and records.
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
    Path folder = unfinished();
    Instant started = clock.instant();
    try {
      Files.createDirectories(folder);
      PreparedData data = usable.prepare(folder.resolve("work"));
      RunPlan plan = plan(data, folder);
      BackendRun.Outcome trained =
          new BackendRun(backend, plan, tools, clock).run(events, cancellation);
      // The adapter's folder is what PEFT reads; the name that finetune@v1 asks for lies beside it.
      Files.move(
          plan.files().adapter().resolve("adapter.safetensors"),
          folder.resolve("adapter.safetensors"));
      var measured = new Measurement(base, request.threads()).of(plan, trained);
      write(folder.resolve(RunFiles.EVAL.text()), measured.toJson());
      write(folder.resolve(RunFiles.SPLIT.text()), data.split().toJson());
      write(folder.resolve(Validation.FILE), usable.toJson());
      Instant finished = clock.instant();
      var facts =
          new Facts(request, base, backend, version)
              .of(
                  RunId.at(started),
                  new RunTimes(started, finished, finished),
                  new Facts.Trained(plan, data, trained, measured));
      REMOVED.forEach(name -> remove(folder.resolve(name)));
      RunDocument document =
          new RunRecorder(folder, Stream.concat(privatePlaces.stream(), places()).toList())
              .record(binding, facts, keys);
      Validation.removeAlone(request.out().toAbsolutePath());
      Files.move(folder, request.out().toAbsolutePath(), StandardCopyOption.ATOMIC_MOVE);
      return document;
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  private void requireSame(DataReport.Usable usable, DatasetBinding binding) {
    if (!usable.summary().source().sha256().equals(binding.file().sha256())) {
      throw new VerificationException(
          "file_hash_mismatch",
          request.dataset() + " was changed while it was being looked at. Fetch it again");
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
    return Stream.of(request.out().toAbsolutePath(), request.base().toAbsolutePath())
        .filter(path -> path.getNameCount() > 1);
  }

  /** The folder while the run is not done; fresh, and on the same disk as the final one. */
  private Path unfinished() {
    Path out = request.out().toAbsolutePath().normalize();
    Path folder = out.resolveSibling(out.getFileName() + ".unfinished");
    for (Path path : List.of(out, folder)) {
      if (Files.exists(path) && !Validation.isAlone(path)) {
        throw new ObolException(
            ObolException.Exit.USAGE,
            path + " is there already: take it away, or give another folder with --out");
      }
    }
    return folder;
  }

  private static void write(Path file, Json.Obj json) {
    DurableFile.write(file, (json.text() + "\n").getBytes(UTF_8), DurableFile.READABLE);
  }

  private static void remove(Path path) {
    if (Files.notExists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
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
