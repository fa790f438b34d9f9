package org.obol.finetune.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.JsonException;
import org.obol.crypto.ObolException;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Sha256;
import org.obol.finetune.backend.Cancellation;
import org.obol.finetune.backend.Device;
import org.obol.finetune.backend.FakePython;
import org.obol.finetune.backend.Toolchain;
import org.obol.finetune.data.DataOptions;
import org.obol.finetune.data.DataReport;
import org.obol.finetune.data.HeldOut;
import org.obol.finetune.provenance.AttestationKey;
import org.obol.finetune.provenance.BaseModel;
import org.obol.finetune.provenance.DatasetBinding;
import org.obol.finetune.provenance.DerivedData;
import org.obol.finetune.provenance.RunDocument;
import org.obol.finetune.provenance.RunFacts;
import org.obol.finetune.provenance.RunKeys;
import org.obol.finetune.provenance.RunManifest;
import org.obol.finetune.provenance.RunRecorder;
import org.obol.finetune.provenance.Training;
import org.obol.finetune.verify.Finding;
import org.obol.finetune.verify.Outcome;
import org.obol.finetune.verify.Rerun.Retrained;
import org.obol.finetune.verify.RunInputs;
import org.obol.finetune.verify.Step;
import org.obol.finetune.verify.TrainerChecks;
import org.obol.finetune.verify.Verdict;
import org.obol.finetune.verify.VerifyOptions;
import org.obol.finetune.verify.VerifyReport;
import org.obol.finetune.verify.VerifyRun;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.Schedule;
import org.obol.trainer.base.BaseInit;
import org.obol.trainer.base.Preset;
import org.obol.trainer.safetensors.SafetensorsFolder;
import org.obol.trainer.safetensors.Tensor;

/** Manifests that claim something else than what training again, or looking again, gives. */
final class ForgedClaimsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final int RANK = 2;
  private static final Pattern VALUE = Pattern.compile(":(\"[^\"\\\\]*\"|[0-9]+)(?=[,}])");

  @TempDir Path dir;
  private Path base;
  private Path dataset;
  private Path run;

  @BeforeEach
  void makeBaseAndRecords() throws IOException {
    base = dir.resolve("base");
    run = dir.resolve("run");
    BaseInit.create(base, Preset.TINY_LLAMA, 7);
    dataset = dir.resolve("records.jsonl");
    Files.writeString(
        dataset,
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"What is %d?\"},{\"role\":\"assistant\",\"content\":\"It is %d.\"}]}\n"
                        .formatted(i, i))
            .collect(Collectors.joining()),
        UTF_8);
  }

  @Test
  void what_a_manifest_says_twice_it_says_alike() throws IOException {
    RunManifest honest = train("jvm", noTools());
    Training training = honest.training();

    assertThat(adapter(honest)).isInstanceOf(Finding.Agrees.class);
    for (Training forged :
        List.of(
            training(training, training.hyperparams(), training.seed() + 1, training.steps()),
            training(training, with(training, "lora_rank", "512"), training.seed(), 1),
            training(training, with(training, "max_length", "9"), training.seed(), 1))) {
      assertThat(adapter(with(honest, forged))).isInstanceOf(Finding.Differs.class);
    }
  }

  @Test
  void numbers_that_would_keep_a_verifier_busy_for_ever_are_refused() throws IOException {
    RunManifest honest = train("jvm", noTools());
    for (String huge :
        List.of("1e-999999999", "1E+2147483647", "NaN", "", "0x1p3", "9".repeat(1000))) {
      Training training = honest.training();
      for (String name : List.of("warmup", "lora_alpha", "weight_decay", "epochs", "lora_rank")) {
        var forged =
            with(
                honest,
                training(training, with(training, name, huge), training.seed(), training.steps()));
        assertThatThrownBy(() -> checks().rerun().orElseThrow().rerun(inputs(forged)))
            .as(name + " " + huge)
            .isInstanceOf(ObolException.class);
      }
    }
  }

  @Test
  void settings_whose_products_no_machine_counts_are_refused() throws IOException {
    RunManifest honest = train("jvm", noTools());
    Training t = honest.training();
    Map<String, String> batch = with(t, "batch_size", "65536");
    batch.put("gradient_accumulation", "65536");
    for (var forged : List.of(batch, with(t, "epochs", "2147483647"))) {
      RunManifest manifest = with(honest, training(t, forged, t.seed(), t.steps()));

      assertThatThrownBy(() -> checks().rerun().orElseThrow().rerun(inputs(manifest)))
          .isInstanceOf(ObolException.class);
    }
  }

  @Test
  void a_base_with_another_licence_or_architecture_than_its_folder_says_is_refused()
      throws IOException {
    Files.writeString(base.resolve("README.md"), "---\nlicense: llama3.2\n---\n");
    RunManifest honest = train("jvm", noTools());
    BaseModel real = honest.base();

    assertThat(real.license()).isEqualTo("llama3.2");
    assertThat(Files.readString(run.resolve("adapter/README.md"))).contains("license: llama3.2\n");
    assertThat(Files.readString(run.resolve("bom.cdx.json"))).contains("\"name\":\"llama3.2\"");
    assertThat(adapter(honest)).isInstanceOf(Finding.Agrees.class);
    for (BaseModel forged :
        List.of(
            new BaseModel(real.id(), real.source(), real.files(), "mit", real.architecture()),
            new BaseModel(real.id(), real.source(), real.files(), real.license(), "Other"))) {
      assertThat(adapter(with(honest, forged, honest.training())))
          .isInstanceOf(Finding.Differs.class);
    }
  }

  @Test
  void weights_that_are_no_numbers_are_a_failure_and_nothing_else() throws IOException {
    train("jvm", noTools());
    Path weights = run.resolve("adapter/adapter_model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    // The last number is a NaN.
    bytes[bytes.length - 1] = 0x7f;
    bytes[bytes.length - 2] = (byte) 0xff;
    Files.write(weights, bytes);

    VerifyReport report = verify();

    assertThat(report.outcome(Step.ADAPTER)).isInstanceOf(Outcome.Failed.class);
    assertThat(report.outcome(Step.EVAL)).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void whatever_a_value_of_the_manifest_is_changed_to_the_verifier_ends() throws IOException {
    train("jvm", noTools());
    Path file = run.resolve("run.manifest");
    String manifest = Files.readString(file);
    List<MatchResult> values = VALUE.matcher(manifest).results().toList();
    assertThat(values).hasSizeGreaterThan(50);
    int consistent = 0;
    for (MatchResult value : values) {
      String other = value.group(1).startsWith("\"") ? "\"2147483647\"" : "9007199254740991";
      String forged =
          manifest.substring(0, value.start(1)) + other + manifest.substring(value.end(1));
      Files.writeString(file, withDigest(forged));

      VerifyReport report = verify();

      assertThat(report.verdict()).as(forged).isEqualTo(Verdict.FAILED);
      consistent += report.outcome(Step.SCHEMA) instanceof Outcome.Passed ? 1 : 0;
    }
    assertThat(consistent).isGreaterThan(20);
  }

  /** With the digest that the reader says it has to have. */
  private static String withDigest(String manifest) {
    try {
      RunDocument.read(manifest.getBytes(UTF_8));
      return manifest;
    } catch (JsonException e) {
      Matcher wanted =
          Pattern.compile("not the one of the members, ([0-9a-f]{64})").matcher(e.getMessage());
      return wanted.find()
          ? manifest.replaceFirst(
              "\"reproducible_digest\":\"[0-9a-f]*\"",
              "\"reproducible_digest\":\"" + wanted.group(1) + "\"")
          : manifest;
    }
  }

  private VerifyReport verify() {
    return VerifyRun.run(
        run,
        VerifyOptions.NONE
            .withDataset(dataset)
            .withBase(base)
            .withChecks(new RunChecks(run, dir.resolve("scratch"), 2, () -> false).all(false)));
  }

  @Test
  void counts_that_training_again_does_not_give_are_refused() throws IOException {
    RunManifest honest = train("jvm", noTools());
    Training training = honest.training();
    var forged =
        with(
            honest,
            training(
                training, training.hyperparams(), training.seed(), training.steps() + 1_000_000));

    assertThatThrownBy(() -> checks().rerun().orElseThrow().rerun(inputs(forged)))
        .hasMessageContaining("1000");
    // A look at the records is enough.
    assertThatThrownBy(() -> checks().evaluation().orElseThrow().evaluate(inputs(forged)))
        .hasMessageContaining("1000");
  }

  @Test
  void training_again_can_be_stopped_and_leaves_no_records() throws IOException {
    RunManifest honest = train("jvm", noTools());
    Path scratch = dir.resolve("scratch");
    List<String> left = new ArrayList<>();
    // Asked when it begins, and again after the records were read.
    BooleanSupplier stop =
        () -> {
          left.add(String.valueOf(Files.exists(scratch.resolve("data"))));
          return left.size() > 3;
        };

    var rerun = new RunChecks(run, scratch, 1, stop).all(true).rerun().orElseThrow();

    assertThat(rerun.rerun(inputs(honest))).isEqualTo(new Retrained.Impossible("it was stopped"));
    assertThat(left).hasSize(4).containsOnly("false");
  }

  @Test
  void counts_of_an_evaluation_that_was_not_made_are_refused() throws IOException {
    RunManifest honest = train("jvm", noTools());
    Path eval = run.resolve("eval.json");
    String report = Files.readString(eval);
    for (String name : List.of("tokens", "examples", "truncated")) {
      Files.writeString(eval, report.replaceFirst("\"" + name + "\":", "$09"));

      assertThatThrownBy(() -> checks().evaluation().orElseThrow().evaluate(inputs(honest)))
          .hasMessageContaining("the evaluation says " + name);
    }
  }

  @Test
  void a_template_that_nobody_knows_leaves_no_loss_believed() throws IOException {
    RunManifest honest = train("jvm", noTools());
    Training t = honest.training();
    var other = new Training.Template("my-own", Sha256.hash("my-own"));
    resign(
        with(
            honest,
            new Training(
                t.backend(),
                t.hyperparams(),
                t.config(),
                t.seed(),
                other,
                t.maxLength(),
                t.effectiveBatch(),
                t.steps(),
                t.tokens(),
                t.resumedFrom(),
                t.determinism())));

    VerifyReport report = verify();

    assertThat(report.outcome(Step.EVAL)).isInstanceOf(Outcome.Failed.class);
    assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
  }

  /** Made a whole run again, by its runner. */
  private void resign(RunManifest forged) {
    var facts =
        new RunFacts(
            forged.id(),
            forged.mode(),
            forged.times(),
            forged.records(),
            forged.derived(),
            forged.base(),
            forged.training(),
            forged.environment(),
            forged.outputs().adapter(),
            forged.outputs().shape(),
            forged.eval(),
            List.of());
    var keys =
        new RunKeys(PrivateKey.generate(), AttestationKey.generate(), NOW, NOW.plusSeconds(86_400));
    new RunRecorder(run, List.of()).record(DatasetBinding.unverified(dataset), facts, keys);
  }

  @Test
  void a_split_of_other_sizes_than_the_records_give_is_refused() throws IOException {
    RunManifest honest = train("jvm", noTools());
    DerivedData derived = honest.derived();
    List<DerivedData.Split> larger =
        derived.splits().stream()
            .map(s -> new DerivedData.Split(s.name(), s.records() + 1, s.bytes(), s.sha256()))
            .toList();
    var forged =
        new DerivedData(
            derived.format(),
            derived.normaliser(),
            derived.lines(),
            derived.rule(),
            larger,
            derived.dropped(),
            derived.truncated());
    var check = checks().split().orElseThrow();

    assertThat(check.check(dataset, derived)).isInstanceOf(Finding.Agrees.class);
    assertThat(check.check(dataset, forged)).isInstanceOf(Finding.Differs.class);
  }

  @Test
  void records_that_were_left_out_are_counted_in_the_manifest() throws IOException {
    Files.writeString(dataset, Files.readString(dataset) + "{\"messages\":[]}\n");
    RunManifest honest = train("jvm", noTools());

    assertThat(honest.derived().dropped().values()).containsExactly(1L);
    assertThat(checks().split().orElseThrow().check(dataset, honest.derived()))
        .isInstanceOf(Finding.Agrees.class);
    String real = honest.derived().dropped().keySet().iterator().next();
    RunManifest other = with(honest, dropped(honest.derived(), Map.of("X9", 1L)));
    assertThatThrownBy(() -> checks().evaluation().orElseThrow().evaluate(inputs(other)))
        .hasMessageContaining("other records");
    assertThatThrownBy(() -> dropped(honest.derived(), Map.of(real, 2L, "X9", -1L)))
        .isInstanceOf(JsonException.class);
    // Without the dataset too, split.json and manifest agree.
    assertThat(adapter(with(honest, dropped(honest.derived(), Map.of(real, 2L)))))
        .isInstanceOf(Finding.Differs.class);
  }

  private static DerivedData dropped(DerivedData d, Map<String, Long> dropped) {
    return new DerivedData(
        d.format(), d.normaliser(), d.lines(), d.rule(), d.splits(), dropped, d.truncated());
  }

  @Test
  void an_adapter_that_was_converted_names_what_the_tool_wrote() throws IOException {
    var python = new FakePython(dir, dir.resolve("run.unfinished"));
    Map<String, Tensor> mlx = new TreeMap<>();
    try (var weights = SafetensorsFolder.open(base)) {
      for (String name : weights.names()) {
        if (name.endsWith(".q_proj.weight")) {
          String module = name.substring(0, name.length() - ".weight".length());
          List<Integer> shape = weights.shape(name);
          mlx.put(module + ".lora_a", filled(shape.getLast(), RANK));
          mlx.put(module + ".lora_b", filled(RANK, shape.getFirst()));
        }
      }
    }
    python.weights("mlx.safetensors", mlx);

    RunManifest manifest =
        train(
            "mlx-lora",
            python.does(
                """
                case "$5" in
                */train.yaml) cp $FIX/mlx.safetensors $RUN/out/adapters.safetensors ;;
                */test.yaml) echo 'Test loss 3.250, Test ppl 25.790.' ;;
                esac
                """));

    assertThat(manifest.outputs().shape().convertedFrom())
        .contains(Sha256.hash(Files.readAllBytes(dir.resolve("mlx.safetensors"))));
    // The base is read as it is: each of its files is named with its own digest.
    assertThat(manifest.base().files())
        .anySatisfy(
            file -> {
              assertThat(file.name().text()).isEqualTo("model.safetensors");
              assertThat(file.sha256())
                  .isEqualTo(Sha256.hash(Files.readAllBytes(base.resolve("model.safetensors"))));
            });
  }

  private static Tensor filled(int rows, int columns) {
    float[] values = new float[rows * columns];
    java.util.Arrays.fill(values, 0.5f);
    return new Tensor(List.of(rows, columns), values);
  }

  private Finding adapter(RunManifest manifest) {
    try {
      return checks().adapter().orElseThrow().check(inputs(manifest));
    } catch (ObolException e) {
      return new Finding.Differs(String.valueOf(e.getMessage()));
    }
  }

  private TrainerChecks checks() {
    return new RunChecks(run, dir.resolve("scratch"), 2, () -> false).all(true);
  }

  private RunInputs inputs(RunManifest manifest) {
    return new RunInputs(run, manifest, Optional.of(dataset), Optional.of(base));
  }

  private static Map<String, String> with(Training training, String name, String value) {
    Map<String, String> texts = new TreeMap<>(training.hyperparams());
    texts.put(name, value);
    return texts;
  }

  private static Training training(
      Training t, Map<String, String> hyperparams, long seed, long steps) {
    return new Training(
        t.backend(),
        hyperparams,
        t.config(),
        seed,
        t.template(),
        t.maxLength(),
        t.effectiveBatch(),
        steps,
        t.tokens(),
        t.resumedFrom(),
        t.determinism());
  }

  private static RunManifest with(RunManifest run, Training training) {
    return with(run, run.base(), training);
  }

  private static RunManifest with(RunManifest run, DerivedData derived) {
    return with(run, derived, run.base(), run.training());
  }

  private static RunManifest with(RunManifest run, BaseModel base, Training training) {
    return with(run, run.derived(), base, training);
  }

  private static RunManifest with(
      RunManifest run, DerivedData derived, BaseModel base, Training training) {
    return new RunManifest(
        run.id(),
        run.mode(),
        run.times(),
        run.dataset(),
        run.records(),
        derived,
        base,
        training,
        run.environment(),
        run.outputs(),
        run.eval(),
        run.signer());
  }

  private static Toolchain noTools() {
    return new Toolchain(Optional.empty(), Map.of());
  }

  private RunManifest train(String backend, Toolchain tools) {
    var settings =
        new Hyperparameters(
            new LoraSettings(RANK, BigDecimal.valueOf(4), List.of("q_proj")),
            new BigDecimal("0.01"),
            1,
            1,
            1,
            64,
            Schedule.LINEAR,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            42);
    var request =
        new FineTuneRequest(
            dataset,
            base,
            "tiny-llama",
            Optional.empty(),
            DataOptions.defaults().split(new HeldOut.Share(new BigDecimal("0.25")), 42).dropping(),
            settings,
            Device.AUTO,
            Duration.ofMinutes(5),
            run,
            2);
    var keys =
        new RunKeys(PrivateKey.generate(), AttestationKey.generate(), NOW, NOW.plusSeconds(86_400));
    try (var tune = new FineTune(request, backend, tools, () -> NOW, "test")) {
      return tune.run(
              (DataReport.Usable) tune.check(),
              DatasetBinding.unverified(dataset),
              keys,
              List.of(dir.resolve("home")),
              event -> {},
              new Cancellation())
          .manifest();
    }
  }
}
