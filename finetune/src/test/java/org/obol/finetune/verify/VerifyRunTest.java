package org.obol.finetune.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.dataset.VerificationException;
import org.obol.dataset.manifest.FileName;
import org.obol.finetune.provenance.DatasetBinding;
import org.obol.finetune.provenance.Decimal;
import org.obol.finetune.provenance.ExampleDataset;
import org.obol.finetune.provenance.ExampleRun;
import org.obol.finetune.provenance.HashedFile;
import org.obol.finetune.provenance.RunMode;

class VerifyRunTest {

  private static final VerifyOptions PINNED =
      VerifyOptions.NONE.withOwner(ExampleDataset.OWNER.address());

  @TempDir Path temp;

  @Test
  void a_run_on_the_pinned_owners_version_verifies() {
    ExampleRun.record(run());
    Path dataset = dataset(ExampleDataset.data(2));
    VerifyReport report =
        VerifyRun.run(
            run(),
            PINNED
                .withDataset(dataset)
                .withBase(ExampleRun.base(temp))
                .withRunner(ExampleDataset.RUNNER.address())
                .withChecks(agreeing()));
    assertThat(report.outcomes().values())
        .as(report.text())
        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Passed.class));
    assertThat(report.verdict()).isEqualTo(Verdict.VERIFIED);
    assertThat(report.headline())
        .startsWith("VERIFIED: training again gives the same adapter, on v2 of ")
        .contains("pi-sessions", "0 of 12 steps skipped");
    report.requireTrained();
  }

  @Test
  void without_anything_given_the_owner_is_claimed_and_not_proven() {
    ExampleRun.record(run());
    VerifyReport report = VerifyRun.run(run(), VerifyOptions.NONE);
    assertThat(report.verdict()).isEqualTo(Verdict.CLAIMED);
    assertThat(report.headline()).startsWith("CLAIMED, NOT PROVEN owner_not_given: ");
    assertThat(report.outcome(Step.VERSION))
        .isInstanceOf(Outcome.Skipped.class)
        .extracting(Outcome::detail)
        .asString()
        .startsWith("CLAIMED, NOT PROVEN");
    assertThat(report.outcome(Step.RECEIPT)).isInstanceOf(Outcome.Skipped.class);
    assertThat(report.text()).contains("(claimed, not proven)");
    assertRefused(report, "owner_not_given");
  }

  @Test
  void the_steps_come_in_their_order_and_what_was_not_given_is_skipped_with_a_reason() {
    ExampleRun.record(run());
    VerifyReport report = VerifyRun.run(run(), PINNED);
    assertThat(report.outcomes().keySet()).containsExactly(Step.values());
    assertThat(report.outcomes().keySet().stream().map(Step::number))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(
            report.outcomes().entrySet().stream()
                .filter(e -> e.getValue() instanceof Outcome.Skipped)
                .map(Map.Entry::getKey))
        .containsExactly(Step.DATASET, Step.BASE, Step.ADAPTER, Step.EVAL, Step.RERUN);
    assertThat(report.outcome(Step.DATASET).detail()).contains("--dataset");
  }

  @Test
  void the_first_line_is_the_verdict_and_the_picture_leads_from_the_owner_to_the_adapter() {
    ExampleRun.record(run());
    String text = VerifyRun.run(run(), PINNED).text();
    assertThat(text.lines().findFirst().orElseThrow()).startsWith("VERIFIED");
    assertThat(text)
        .containsSubsequence(
            "owner key " + ExampleDataset.OWNER.address() + " (pinned)",
            "└─ version 2 of pi-sessions",
            "└─ file sft.jsonl",
            "└─ run ",
            "└─ adapter adapter/adapter_model.safetensors");
  }

  @Test
  void the_report_is_json_too() {
    ExampleRun.record(run());
    Json.Obj json =
        JsonReader.read(VerifyRun.run(run(), PINNED).toJson().text()).asObject("a report");
    assertThat(json.requireText("verdict")).isEqualTo("verified");
    assertThat(json.list("steps").orElseThrow()).hasSize(12);
    assertThat(json.get("failure")).isEmpty();
  }

  @Test
  void a_mock_run_never_passes_as_trained() {
    ExampleDataset dataset = ExampleDataset.make();
    ExampleRun.record(
        run(),
        dataset.binding(dataset.evidence()),
        ExampleRun.facts(RunMode.MOCK),
        ExampleRun.KEYS);
    VerifyReport report = VerifyRun.run(run(), PINNED);
    assertThat(report.verdict()).isEqualTo(Verdict.MOCK);
    assertThat(report.headline()).contains("mock_run");
    assertRefused(report, "mock_run");
  }

  @Test
  void a_run_on_an_unverified_dataset_never_passes_as_trained() {
    var bytes = HashedFile.of(new FileName("unverified"), ExampleDataset.data(2));
    ExampleRun.record(run(), new DatasetBinding.Unverified(bytes));
    VerifyReport report = VerifyRun.run(run(), PINNED.withDataset(dataset(ExampleDataset.data(2))));
    assertThat(report.verdict()).as(report.text()).isEqualTo(Verdict.UNVERIFIED);
    assertThat(report.outcome(Step.VERSION).detail()).contains("UNVERIFIED");
    assertThat(report.outcome(Step.DATASET)).isInstanceOf(Outcome.Passed.class);
    assertRefused(report, "unverified_dataset");
  }

  @Test
  void another_dataset_file_is_named() {
    ExampleRun.record(run());
    VerifyReport report = VerifyRun.run(run(), PINNED.withDataset(dataset(ExampleDataset.data(3))));
    assertFailed(report, Step.DATASET, FailureClass.DATASET);
  }

  @Test
  void another_base_model_is_named() {
    ExampleRun.record(run());
    Path base = ExampleRun.base(temp);
    ExampleRun.write(base, "model.safetensors", "other weight".getBytes(StandardCharsets.UTF_8));
    assertFailed(VerifyRun.run(run(), PINNED.withBase(base)), Step.BASE, FailureClass.BASE);
    assertFailed(
        VerifyRun.run(run(), PINNED.withBase(temp.resolve("nowhere"))),
        Step.BASE,
        FailureClass.BASE);
  }

  @Test
  void another_runner_than_the_pinned_one_is_named() {
    ExampleRun.record(run());
    assertFailed(
        VerifyRun.run(run(), PINNED.withRunner(ExampleDataset.STRANGER.address())),
        Step.SIGNATURES,
        FailureClass.RUNNER);
  }

  @Test
  void what_the_trainers_checks_contradict_fails_its_step() {
    ExampleRun.record(run());
    Path dataset = dataset(ExampleDataset.data(2));
    var lying =
        new TrainerChecks(
            Optional.of((file, derived) -> new Finding.Differs("other records")),
            Optional.of(run -> new Finding.Differs("all zero")),
            Optional.of(
                run -> new Evaluation.Evaluated.Loss(new Decimal("1.31"), new Decimal("2.5"))),
            Optional.of(run -> new Rerun.Retrained.Weights(Sha256.hash("others"))));
    VerifyReport report = VerifyRun.run(run(), PINNED.withDataset(dataset).withChecks(lying));
    assertFailed(report, Step.DATASET, FailureClass.SPLIT);
    assertFailed(report, Step.ADAPTER, FailureClass.ADAPTER);
    assertFailed(report, Step.EVAL, FailureClass.EVAL);
    assertFailed(report, Step.RERUN, FailureClass.NOT_REPRODUCED);
  }

  @Test
  void what_the_trainers_checks_cannot_do_is_skipped_with_their_reason() {
    ExampleRun.record(run());
    var unable =
        new TrainerChecks(
            Optional.of((file, derived) -> new Finding.Impossible("no splitter of that name")),
            Optional.of(run -> new Finding.Impossible("unknown format")),
            Optional.of(run -> new Evaluation.Evaluated.Impossible("no base model")),
            Optional.of(run -> new Rerun.Retrained.Impossible("no dataset")));
    VerifyReport report =
        VerifyRun.run(
            run(), PINNED.withDataset(dataset(ExampleDataset.data(2))).withChecks(unable));
    assertThat(report.outcome(Step.DATASET).detail()).contains("no splitter of that name");
    assertThat(report.outcome(Step.ADAPTER)).isEqualTo(new Outcome.Skipped("unknown format"));
    assertThat(report.outcome(Step.EVAL)).isEqualTo(new Outcome.Skipped("no base model"));
    // It was asked for, so that its absence is no success.
    assertFailed(report, Step.RERUN, FailureClass.NOT_REPEATABLE);
    assertThat(report.headline()).isEqualTo("FAILED not_repeatable: step 12 (rerun): no dataset");
  }

  @Test
  void a_check_that_breaks_fails_its_step_and_no_other() {
    ExampleRun.record(run());
    var broken =
        new TrainerChecks(
            Optional.empty(),
            Optional.of(
                run -> {
                  throw new ObolException(ObolException.Exit.FAILED, "the weights end early");
                }),
            Optional.empty(),
            Optional.empty());
    VerifyReport report = VerifyRun.run(run(), PINNED.withChecks(broken));
    assertFailed(report, Step.ADAPTER, FailureClass.ADAPTER);
    assertThat(report.outcome(Step.CONSISTENCY)).isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void a_number_that_is_too_large_for_a_check_fails_its_step() {
    ExampleRun.record(run());
    var broken =
        new TrainerChecks(
            Optional.empty(),
            Optional.of(
                run -> {
                  throw new ArithmeticException("integer overflow");
                }),
            Optional.empty(),
            Optional.empty());
    assertFailed(
        VerifyRun.run(run(), PINNED.withChecks(broken)), Step.ADAPTER, FailureClass.ADAPTER);
  }

  @Test
  void no_folder_is_a_usage_error() {
    assertThatThrownBy(() -> VerifyRun.run(temp.resolve("nowhere"), PINNED))
        .isInstanceOfSatisfying(
            ObolException.class, e -> assertThat(e.exit()).isEqualTo(ObolException.Exit.USAGE));
  }

  private static TrainerChecks agreeing() {
    return new TrainerChecks(
        Optional.of((file, derived) -> new Finding.Agrees("5 and 1 records")),
        Optional.of(run -> new Finding.Agrees("finite")),
        Optional.of(run -> new Evaluation.Evaluated.Loss(new Decimal("1.30"), new Decimal("2.54"))),
        Optional.of(
            run -> new Rerun.Retrained.Weights(run.manifest().outputs().weights().sha256())));
  }

  private static void assertFailed(VerifyReport report, Step step, FailureClass failure) {
    assertThat(report.outcome(step))
        .as(report.text())
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.failure()).isEqualTo(failure));
    assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(report.text()).startsWith("FAILED " + report.failure().orElseThrow().code());
    assertThatThrownBy(report::requireTrained).isInstanceOf(VerificationException.class);
  }

  private static void assertRefused(VerifyReport report, String code) {
    assertThatThrownBy(report::requireTrained)
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.exit().code()).isEqualTo(3);
            });
  }

  private Path run() {
    return temp.resolve("run");
  }

  private Path dataset(byte[] data) {
    ExampleRun.write(temp, "mine.jsonl", data);
    return temp.resolve("mine.jsonl");
  }
}
