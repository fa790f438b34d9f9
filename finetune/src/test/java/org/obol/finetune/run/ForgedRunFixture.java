package org.obol.finetune.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.ObolException;
import org.obol.crypto.PrivateKey;
import org.obol.finetune.backend.Cancellation;
import org.obol.finetune.backend.Device;
import org.obol.finetune.backend.Toolchain;
import org.obol.finetune.data.DataOptions;
import org.obol.finetune.data.DataReport;
import org.obol.finetune.data.HeldOut;
import org.obol.finetune.provenance.AttestationKey;
import org.obol.finetune.provenance.BaseModel;
import org.obol.finetune.provenance.DatasetBinding;
import org.obol.finetune.provenance.DerivedData;
import org.obol.finetune.provenance.RunKeys;
import org.obol.finetune.provenance.RunManifest;
import org.obol.finetune.provenance.Training;
import org.obol.finetune.verify.Finding;
import org.obol.finetune.verify.RunInputs;
import org.obol.finetune.verify.TrainerChecks;
import org.obol.finetune.verify.VerifyOptions;
import org.obol.finetune.verify.VerifyReport;
import org.obol.finetune.verify.VerifyRun;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.Schedule;
import org.obol.trainer.base.BaseInit;
import org.obol.trainer.base.Preset;

/**
 * A small run of its own for each test, and what it takes to let its manifest say something else.
 */
abstract class ForgedRunFixture {

  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  static final int RANK = 2;

  @TempDir Path dir;
  Path base;
  Path dataset;
  Path run;

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

  VerifyReport verify() {
    return VerifyRun.run(
        run,
        VerifyOptions.NONE
            .withDataset(dataset)
            .withBase(base)
            .withChecks(new RunChecks(run, dir.resolve("scratch"), 2, () -> false).all(false)));
  }

  Finding adapter(RunManifest manifest) {
    try {
      return checks().adapter().orElseThrow().check(inputs(manifest));
    } catch (ObolException e) {
      return new Finding.Differs(String.valueOf(e.getMessage()));
    }
  }

  TrainerChecks checks() {
    return new RunChecks(run, dir.resolve("scratch"), 2, () -> false).all(true);
  }

  RunInputs inputs(RunManifest manifest) {
    return new RunInputs(run, manifest, Optional.of(dataset), Optional.of(base));
  }

  static Map<String, String> with(Training training, String name, String value) {
    Map<String, String> texts = new TreeMap<>(training.hyperparams());
    texts.put(name, value);
    return texts;
  }

  static Training training(Training t, Map<String, String> hyperparams, long seed, long steps) {
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

  static RunManifest with(RunManifest run, Training training) {
    return with(run, run.base(), training);
  }

  static RunManifest with(RunManifest run, DerivedData derived) {
    return with(run, derived, run.base(), run.training());
  }

  static RunManifest with(RunManifest run, BaseModel base, Training training) {
    return with(run, run.derived(), base, training);
  }

  static RunManifest with(RunManifest run, DerivedData derived, BaseModel base, Training training) {
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

  static Toolchain noTools() {
    return new Toolchain(Optional.empty(), Map.of());
  }

  RunManifest train(String backend, Toolchain tools) {
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
