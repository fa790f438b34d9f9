package org.obol.finetune.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.FileName;
import org.obol.finetune.backend.Backend;
import org.obol.finetune.backend.BackendRun;
import org.obol.finetune.backend.Probe;
import org.obol.finetune.backend.RunPlan;
import org.obol.finetune.backend.TextFile;
import org.obol.finetune.data.PreparedData;
import org.obol.finetune.data.SplitDescriptor;
import org.obol.finetune.provenance.BaseModel;
import org.obol.finetune.provenance.Decimal;
import org.obol.finetune.provenance.DerivedData;
import org.obol.finetune.provenance.Determinism;
import org.obol.finetune.provenance.Environment;
import org.obol.finetune.provenance.EvalResult;
import org.obol.finetune.provenance.HashedFile;
import org.obol.finetune.provenance.Outputs;
import org.obol.finetune.provenance.RunFacts;
import org.obol.finetune.provenance.RunFiles;
import org.obol.finetune.provenance.RunId;
import org.obol.finetune.provenance.RunMode;
import org.obol.finetune.provenance.RunTimes;
import org.obol.finetune.provenance.Training;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.base.BaseDigest;
import org.obol.trainer.base.BaseFolder;
import org.obol.trainer.text.Example;

/** What a run did, put into the groups of its manifest. */
final class Facts {

  /** Everything that is known once training is over. */
  record Trained(
      RunPlan plan,
      PreparedData data,
      BaseDigest base,
      BackendRun.Outcome outcome,
      Measurement.Measured measured) {}

  private final FineTuneRequest request;
  private final LoadedBase base;
  private final Backend backend;
  private final String version;

  Facts(FineTuneRequest request, LoadedBase base, Backend backend, String version) {
    this.request = request;
    this.base = base;
    this.backend = backend;
    this.version = version;
  }

  RunFacts of(RunId id, RunTimes times, Trained trained) {
    List<Example> examples = base.examples(trained.plan().train().file());
    SplitDescriptor split = trained.data().split();
    Hyperparameters settings = request.settings();
    return new RunFacts(
        id,
        backend.trained() ? RunMode.REAL : RunMode.MOCK,
        times,
        split.train().records(),
        derived(trained, examples),
        base(trained.base()),
        training(trained, examples),
        environment(trained.outcome().probe()),
        RunFiles.WEIGHTS,
        new Outputs.AdapterShape(
            "peft",
            settings.lora().rank(),
            new Decimal(settings.lora().alpha().toPlainString()),
            settings.lora().targets(),
            backend.converted(trained.plan()).map(Facts::hash)),
        eval(trained.measured()),
        List.of());
  }

  private static Sha256 hash(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return HashedFile.of(RunFiles.WEIGHTS, in).sha256();
    } catch (IOException e) {
      throw new ObolException(ObolException.Exit.FAILED, "cannot read " + file, e);
    }
  }

  private static DerivedData derived(Trained trained, List<Example> examples) {
    SplitDescriptor split = trained.data().split();
    return new DerivedData(
        split.format().text(),
        split.toJson().requireText("normaliser"),
        split.source().lines(),
        new DerivedData.SplitRule(SplitDescriptor.METHOD, split.seed()),
        splits(split),
        dropped(trained.data()),
        cut(examples));
  }

  /** Records that were left out, by the id of the rule. */
  static Map<String, Long> dropped(PreparedData data) {
    Map<String, Long> dropped = new TreeMap<>();
    data.dropped().forEach((rule, count) -> dropped.merge(rule.id(), count, Long::sum));
    return dropped;
  }

  /** The written files of a split, as a manifest names them. */
  static List<DerivedData.Split> splits(SplitDescriptor split) {
    List<DerivedData.Split> splits = new ArrayList<>();
    splits.add(named("train", split.train()));
    split.valid().ifPresent(part -> splits.add(named("valid", part)));
    return splits;
  }

  /** Records that were cut to the longest length. */
  static long cut(List<Example> examples) {
    return examples.stream().filter(example -> example.cut() > 0).count();
  }

  /** Tokens that are seen in training. */
  static long tokens(List<Example> examples, Hyperparameters settings) {
    return examples.stream().mapToLong(example -> example.ids().length).sum() * settings.epochs();
  }

  private static DerivedData.Split named(String name, SplitDescriptor.Part part) {
    return new DerivedData.Split(name, part.records(), part.bytes(), part.sha256());
  }

  private BaseModel base(BaseDigest digest) {
    return new BaseModel(
        request.baseName(),
        "a folder of the runner",
        digest.files().stream()
            .map(file -> new HashedFile(new FileName(file.name()), file.bytes(), file.sha256()))
            .toList(),
        license(request.base(), base.folder()),
        architecture(base.folder()));
  }

  /** What the folder of a base says of its licence. */
  static String license(Path path, BaseFolder folder) {
    return BaseLicense.of(path, folder.config()).orElse(BaseModel.UNKNOWN);
  }

  /** What the configuration of a base says it is. */
  static String architecture(BaseFolder folder) {
    return folder.config().list("architectures").orElse(List.of()).stream()
        .findFirst()
        .map(name -> name.asText("the architecture"))
        .orElse("unknown");
  }

  private Training training(Trained trained, List<Example> examples) {
    Hyperparameters settings = request.settings();
    return new Training(
        new Training.Backend(backend.id(), trained.outcome().probe().version()),
        HyperparameterText.of(settings),
        trained.outcome().prepared().configuration().stream()
            .findFirst()
            .map(file -> config(file, trained.plan())),
        settings.seed(),
        new Training.Template(base.template().id(), base.template().digest()),
        settings.maxLength(),
        (long) settings.batchSize() * settings.accumulation(),
        trained.outcome().prepared().steps(),
        tokens(examples, settings),
        Optional.empty(),
        backend.id().equals("jvm") ? Determinism.BIT_EXACT : Determinism.NONE);
  }

  /** Its text names the folder of the run, which is nobody else's business. */
  private static Training.Config config(TextFile file, RunPlan plan) {
    boolean local =
        file.text().contains(plan.folder().toString())
            || file.text().contains(plan.base().toString());
    return new Training.Config(
        new FileName(file.path()),
        Sha256.hash(file.text()),
        local ? Optional.empty() : Optional.of(file.text()));
  }

  private Environment environment(Probe.Ready probe) {
    Map<String, String> details = new TreeMap<>();
    probe
        .python()
        .ifPresent(
            python -> {
              details.put("python", python.version());
              details.put(
                  "python_packages_sha256",
                  Sha256.hash(String.join("\n", python.freeze()) + "\n").hex());
              python.packages().forEach((name, v) -> details.put("python_" + name, v));
            });
    return new Environment(
        "obol " + version,
        Runtime.version().toString(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("os.arch"),
        details);
  }

  private static EvalResult eval(Measurement.Measured measured) {
    Map<String, Decimal> metrics = new TreeMap<>();
    measured.reported().ifPresent(r -> metrics.put("backend_" + r.name(), Decimal.of(r.value())));
    return new EvalResult(
        measured.loss().map(Decimal::of),
        measured.neutral().map(n -> Decimal.of(n.base().loss())),
        RunFiles.EVAL,
        measured.evaluator(),
        "valid",
        metrics);
  }
}
