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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
import org.obol.finetune.provenance.DatasetBinding;
import org.obol.finetune.provenance.RunDocument;
import org.obol.finetune.provenance.RunKeys;
import org.obol.finetune.verify.Outcome;
import org.obol.finetune.verify.Step;
import org.obol.finetune.verify.Verdict;
import org.obol.finetune.verify.VerifyOptions;
import org.obol.finetune.verify.VerifyReport;
import org.obol.finetune.verify.VerifyRun;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.Schedule;
import org.obol.trainer.base.BaseInit;
import org.obol.trainer.base.Preset;

/** Runs from a file of records to a folder that proves itself, and what repeats them. */
final class FineTuneTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @TempDir Path dir;
  private Path dataset;
  private Path base;

  @BeforeEach
  void makeBaseAndRecords() throws IOException {
    base = dir.resolve("base");
    BaseInit.create(base, Preset.TINY_LLAMA, 7);
    dataset = dir.resolve("records.jsonl");
    Files.writeString(
        dataset,
        IntStream.range(0, 24)
            .mapToObj(
                i -> "{\"prompt\":\"What is %d?\",\"completion\":\"It is %d.\"}\n".formatted(i, i))
            .collect(Collectors.joining()),
        UTF_8);
  }

  @Test
  void a_run_of_the_own_trainer_can_be_repeated_bit_for_bit() throws IOException {
    RunDocument run = train("jvm", dir.resolve("run"), 1);

    VerifyReport report = verify(dir.resolve("run"), true);
    assertThat(report.text()).doesNotContain("FAIL ");
    for (Step step : List.of(Step.DATASET, Step.BASE, Step.ADAPTER, Step.EVAL, Step.RERUN)) {
      assertThat(report.outcome(step)).isInstanceOf(Outcome.Passed.class);
    }
    assertThat(report.verdict()).isEqualTo(Verdict.UNVERIFIED);
    assertThat(run.manifest().eval().loss().orElseThrow().value())
        .isLessThan(run.manifest().eval().baseLoss().orElseThrow().value());
    RunDocument again = train("jvm", dir.resolve("again"), 2);
    assertThat(again.manifest().outputs().weights().sha256())
        .isEqualTo(run.manifest().outputs().weights().sha256());
    assertThat(again.manifest().reproducibleDigest())
        .isEqualTo(run.manifest().reproducibleDigest());
    try (var files = Files.list(dir)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("base", "records.jsonl", "run", "again", "scratch");
    }
  }

  @Test
  void a_mock_says_so_and_is_never_taken_for_training() throws IOException {
    train("mock", dir.resolve("run"), 1);

    VerifyReport report = verify(dir.resolve("run"), false);

    assertThat(report.verdict()).isEqualTo(Verdict.MOCK);
    assertThatThrownBy(report::requireTrained).isInstanceOf(ObolException.class);
  }

  @Test
  void another_split_than_the_recorded_one_is_noticed() throws IOException {
    train("jvm", dir.resolve("run"), 1);
    Path split = dir.resolve("run/split.json");
    Files.writeString(split, Files.readString(split).replace("\"0.25\"", "\"0.26\""));

    assertThat(verify(dir.resolve("run"), false).verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void weights_behind_a_link_are_not_opened() throws IOException {
    train("jvm", dir.resolve("run"), 1);
    Path weights = dir.resolve("run/adapter/adapter_model.safetensors");
    Files.move(weights, dir.resolve("elsewhere"));
    Files.createSymbolicLink(weights, dir.resolve("elsewhere"));

    VerifyReport report = verify(dir.resolve("run"), false);

    assertThat(report.outcome(Step.ADAPTER)).isInstanceOf(Outcome.Failed.class);
    assertThat(report.outcome(Step.EVAL)).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void a_folder_that_is_there_is_never_written_over() throws IOException {
    Path out = Files.createDirectory(dir.resolve("run"));

    assertThatThrownBy(() -> train("jvm", out, 1)).hasMessageContaining("is there already");
    assertThat(out).isEmptyDirectory();
  }

  @Test
  void a_way_around_leads_to_the_same_folder() throws IOException {
    train("jvm", dir.resolve("nowhere/../run"), 1);

    assertThat(verify(dir.resolve("run"), false).verdict()).isEqualTo(Verdict.UNVERIFIED);
  }

  @Test
  void a_dry_run_leaves_nothing() throws IOException {
    try (FineTune tune = open("jvm", dir.resolve("run"), 1)) {
      DryRun dry = tune.dryRun(usable(tune));
      assertThat(dry.prepared().steps()).isPositive();
    }
    assertThat(dir.resolve("run")).doesNotExist();
    assertThat(dir.resolve("run.unfinished")).doesNotExist();
  }

  private RunDocument train(String backend, Path out, int threads) {
    try (FineTune tune = open(backend, out, threads)) {
      var keys =
          new RunKeys(
              PrivateKey.generate(), AttestationKey.generate(), NOW, NOW.plusSeconds(86_400));
      return tune.run(
          usable(tune),
          DatasetBinding.unverified(dataset),
          keys,
          List.of(dir),
          event -> {},
          new Cancellation());
    }
  }

  private static DataReport.Usable usable(FineTune tune) {
    DataReport report = tune.check();
    assertThat(report).as(report.text()).isInstanceOf(DataReport.Usable.class);
    return (DataReport.Usable) report;
  }

  private FineTune open(String backend, Path out, int threads) {
    var settings =
        new Hyperparameters(
            new LoraSettings(4, BigDecimal.valueOf(8), List.of("q_proj", "v_proj", "down_proj")),
            new BigDecimal("0.01"),
            2,
            2,
            1,
            64,
            Schedule.LINEAR,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ONE,
            42);
    var request =
        new FineTuneRequest(
            dataset,
            base,
            "tiny-llama",
            Optional.empty(),
            DataOptions.defaults().split(new HeldOut.Share(new BigDecimal("0.25")), 42),
            settings,
            Device.AUTO,
            Duration.ofMinutes(5),
            out,
            threads);
    return new FineTune(
        request, backend, new Toolchain(Optional.empty(), Map.of()), () -> NOW, "test");
  }

  private VerifyReport verify(Path run, boolean rerun) throws IOException {
    Path scratch = Files.createDirectories(dir.resolve("scratch"));
    return VerifyRun.run(
        run,
        VerifyOptions.NONE
            .withDataset(dataset)
            .withBase(base)
            .withChecks(new RunChecks(run, scratch, 2, () -> false).all(rerun)));
  }
}
