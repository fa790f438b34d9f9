package org.obol.finetune.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.dataset.VerificationException;
import org.obol.dataset.manifest.FileName;
import org.obol.finetune.backend.adapter.AdapterCheck;
import org.obol.finetune.data.DataCheck;
import org.obol.finetune.data.DataOptions;
import org.obol.finetune.data.DataReport;
import org.obol.finetune.data.PreparedData;
import org.obol.finetune.data.Split;
import org.obol.finetune.data.SplitDescriptor;
import org.obol.finetune.provenance.Decimal;
import org.obol.finetune.provenance.DerivedData;
import org.obol.finetune.provenance.GuardedFolder;
import org.obol.finetune.provenance.RunFiles;
import org.obol.finetune.provenance.RunManifest;
import org.obol.finetune.provenance.RunMode;
import org.obol.finetune.verify.Evaluation.Evaluated;
import org.obol.finetune.verify.Finding;
import org.obol.finetune.verify.Rerun.Retrained;
import org.obol.finetune.verify.RunInputs;
import org.obol.finetune.verify.TrainerChecks;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.eval.Evaluation;
import org.obol.trainer.eval.Evaluator;
import org.obol.trainer.lora.LoraAdapter;
import org.obol.trainer.model.ModelConfig;
import org.obol.trainer.safetensors.SafetensorsFile;
import org.obol.trainer.text.ChatTemplate;
import org.obol.trainer.text.Example;
import org.obol.trainer.train.Outcome;
import org.obol.trainer.train.RunSettings;
import org.obol.trainer.train.Training;

/**
 * Does again what a run says it did, on the verifier's own machine: deals the records, looks into
 * the adapter, measures it, and trains.
 */
public final class RunChecks {

  private static final long MAX_DOCUMENT_BYTES = 64L << 20;

  private final Path run;
  private final Path scratch;
  private final int threads;
  private final BooleanSupplier stop;

  /**
   * Checks of the run in {@code run}.
   *
   * @param scratch an empty folder for what is made again, the caller's to remove
   * @param threads from 1
   * @param stop asked before each check and on the way; once it says yes, what is not done is given
   *     up
   */
  public RunChecks(Path run, Path scratch, int threads, BooleanSupplier stop) {
    this.run = run;
    this.scratch = scratch;
    this.threads = threads;
    this.stop = stop;
  }

  /** The checks; training again only when it is asked for, because it takes as long as the run. */
  public TrainerChecks all(boolean rerun) {
    return new TrainerChecks(
        Optional.of(this::split),
        Optional.of(this::adapter),
        Optional.of(this::evaluate),
        rerun ? Optional.of(this::retrain) : Optional.empty());
  }

  private Finding split(Path dataset, DerivedData derived) {
    SplitDescriptor claimed = descriptor();
    if (!Claims.matches(claimed, derived)) {
      return new Finding.Differs(RunFiles.SPLIT + " is not the split that the manifest names");
    }
    return Split.recompute(dataset, claimed).equals(claimed)
        ? new Finding.Agrees(
            "%d records to train on, %d held out"
                .formatted(
                    claimed.train().records(),
                    claimed.valid().map(SplitDescriptor.Part::records).orElse(0L)))
        : new Finding.Differs("the dataset gives another split than the run's");
  }

  private Finding adapter(RunInputs inputs) {
    try {
      Claims.requireOneSetting(inputs.manifest());
      if (!Claims.matches(descriptor(), inputs.manifest().derived())) {
        throw new VerificationException(
            "inconsistent", RunFiles.SPLIT + " is not the split that the manifest names");
      }
      if (inputs.base().isEmpty()) {
        return new Finding.Impossible("no base model was given (--base-model)");
      }
      Claims.requireBaseAsDescribed(inputs.manifest(), inputs.base().get());
      requirePlainWeights(inputs);
      var facts =
          AdapterCheck.check(
              run.resolve("adapter"),
              Claims.settings(inputs.manifest()).lora(),
              inputs.base().get(),
              inputs.manifest().mode() == RunMode.REAL);
      return new Finding.Agrees(
          "%d numbers in %d matrices, all finite and of the base's shapes"
              .formatted(facts.parameters(), facts.tensors()));
    } catch (VerificationException e) {
      throw e;
    } catch (ObolException e) {
      return new Finding.Differs(String.valueOf(e.getMessage()));
    }
  }

  private Evaluated evaluate(RunInputs inputs) {
    return again(inputs, Evaluated.Impossible::new, this::evaluate);
  }

  private Evaluated evaluate(RunInputs inputs, LoadedBase base) throws IOException {
    Dealt records = deal(inputs, base);
    Claims.requireCounts(inputs.manifest(), records.train());
    if (records.valid().isEmpty()) {
      return new Evaluated.Impossible("nothing was held out");
    }
    if (inputs.manifest().eval().loss().isEmpty()) {
      return new Evaluated.Impossible("the run names no loss");
    }
    ModelConfig config;
    try {
      config = base.config();
    } catch (ObolException e) {
      return new Evaluated.UnknownBase(String.valueOf(e.getMessage()));
    }
    return loss(inputs, base, config, records.valid().get());
  }

  private Evaluated loss(
      RunInputs inputs, LoadedBase base, ModelConfig config, List<Example> heldOut) {
    requirePlainWeights(inputs);
    try (var weights = SafetensorsFile.open(run.resolve(RunFiles.WEIGHTS.text()))) {
      LoraAdapter adapter =
          LoraAdapter.fromTensors(config, Claims.settings(inputs.manifest()).lora(), weights);
      var evaluator = new Evaluator(base.model(), threads);
      Evaluation tuned = evaluator.evaluate(heldOut, adapter);
      Json.Obj report = read(inputs.manifest().eval().report(), "an evaluation");
      Claims.requireReport(report, tuned, Facts.cut(heldOut));
      return new Evaluated.Loss(
          finite(tuned.loss()), finite(evaluator.evaluate(heldOut, LoraAdapter.none()).loss()));
    }
  }

  private static Decimal finite(double loss) {
    if (!Double.isFinite(loss)) {
      throw new VerificationException("eval_mismatch", "the loss is no number, but " + loss);
    }
    return Decimal.of(loss);
  }

  private Retrained retrain(RunInputs inputs) {
    return again(inputs, Retrained.Impossible::new, this::retrain);
  }

  private Retrained retrain(RunInputs inputs, LoadedBase base) throws IOException {
    List<Example> records = deal(inputs, base).train();
    Claims.requireCounts(inputs.manifest(), records);
    var training =
        new Training(base.model(), Claims.settings(inputs.manifest()), records, List.of());
    Path checkpoints = Files.createDirectories(scratch.resolve("checkpoints"));
    Outcome outcome =
        training.run(new RunSettings(threads, checkpoints, Integer.MAX_VALUE, 0), step -> {}, stop);
    return switch (outcome) {
      case Outcome.Finished finished ->
          new Retrained.Weights(Sha256.hash(BoundTrainer.bytes(finished.adapter())));
      case Outcome.Stopped stopped -> new Retrained.Impossible("it was stopped");
    };
  }

  /** Something with the base model open and the dataset at hand. */
  @FunctionalInterface
  private interface Work<T> {
    T on(RunInputs inputs, LoadedBase base) throws IOException;
  }

  private <T> T again(RunInputs inputs, Function<String, T> impossible, Work<T> work) {
    if (stop.getAsBoolean()) {
      return impossible.apply("it was stopped");
    }
    if (inputs.base().isEmpty() || inputs.dataset().isEmpty()) {
      return impossible.apply("it needs the dataset (--dataset) and the base (--base-model)");
    }
    Hyperparameters settings = Claims.settings(inputs.manifest());
    Optional<ChatTemplate> template = template(inputs.manifest());
    if (template.isEmpty()) {
      return impossible.apply("this program does not know the run's chat template");
    }
    try (LoadedBase base = LoadedBase.open(inputs.base().get(), template, settings.maxLength())) {
      return work.on(inputs, base);
    } catch (IOException e) {
      throw new ObolException(
          ObolException.Exit.FAILED, "cannot write into " + scratch + ": " + e.getMessage(), e);
    }
  }

  /** The records that the trainer was fed. */
  private record Dealt(List<Example> train, Optional<List<Example>> valid) {}

  /** What may have been paid for lies in a file no longer than it takes to read it. */
  private Dealt deal(RunInputs inputs, LoadedBase base) throws IOException {
    Path folder = scratch.resolve("data");
    try {
      PreparedData data = prepare(inputs, base, folder);
      return new Dealt(base.examples(data.train()), data.valid().map(base::examples));
    } finally {
      clear(folder);
    }
  }

  /** The same files that the trainer was fed, or the split does not hold. */
  private PreparedData prepare(RunInputs inputs, LoadedBase base, Path folder) {
    SplitDescriptor claimed = descriptor();
    var options =
        new DataOptions(
            claimed.leftOut().count() > 0,
            claimed.wanted(),
            claimed.seed(),
            claimed.most(),
            1,
            Optional.of(inputs.manifest().dataset().file().sha256()),
            Optional.of(base),
            false,
            1,
            threads);
    DataReport report = DataCheck.run(inputs.dataset().orElseThrow(), options);
    PreparedData data =
        switch (report) {
          case DataReport.Usable usable -> usable.prepare(folder);
          case DataReport.Refused refused ->
              throw new ObolException(
                  ObolException.Exit.VERIFICATION,
                  "the dataset that the run names cannot be trained on");
        };
    DerivedData claims = inputs.manifest().derived();
    if (!Claims.matches(data.split(), claims) || !Facts.dropped(data).equals(claims.dropped())) {
      throw new ObolException(
          ObolException.Exit.VERIFICATION, "the dataset gives other records than the run's");
    }
    return data;
  }

  private SplitDescriptor descriptor() {
    return SplitDescriptor.fromJson(read(RunFiles.SPLIT, "a split"));
  }

  private Json.Obj read(FileName name, String what) {
    byte[] bytes = GuardedFolder.open(run).read(name, MAX_DOCUMENT_BYTES);
    return JsonReader.read(bytes, MAX_DOCUMENT_BYTES).asObject(what);
  }

  /** A foreign run may name other weights than are looked at here, or link to a file outside. */
  private void requirePlainWeights(RunInputs inputs) {
    FileName named = inputs.manifest().outputs().adapter();
    if (!named.equals(RunFiles.WEIGHTS)) {
      throw new VerificationException(
          "not_a_file", "the run's adapter is \"" + named + "\", not \"" + RunFiles.WEIGHTS + "\"");
    }
    if (GuardedFolder.open(run).size(named) == 0) {
      throw new VerificationException("not_a_file", "\"" + named + "\" is empty");
    }
  }

  private static Optional<ChatTemplate> template(RunManifest manifest) {
    return Stream.of(ChatTemplate.values())
        .filter(
            template ->
                template.id().equals(manifest.training().template().id())
                    && template.digest().equals(manifest.training().template().sha256()))
        .findFirst();
  }

  private static void clear(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
