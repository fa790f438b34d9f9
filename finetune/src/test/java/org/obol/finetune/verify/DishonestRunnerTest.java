package org.obol.finetune.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.JsonException;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.manifest.FileName;
import org.obol.finetune.provenance.BaseModel;
import org.obol.finetune.provenance.DatasetBinding;
import org.obol.finetune.provenance.Decimal;
import org.obol.finetune.provenance.DerivedData;
import org.obol.finetune.provenance.Determinism;
import org.obol.finetune.provenance.EvalResult;
import org.obol.finetune.provenance.ExampleDataset;
import org.obol.finetune.provenance.ExampleRun;
import org.obol.finetune.provenance.HashedFile;
import org.obol.finetune.provenance.RunFacts;
import org.obol.finetune.provenance.RunFiles;
import org.obol.finetune.provenance.RunMode;
import org.obol.finetune.provenance.RunRecorder;
import org.obol.finetune.provenance.Training;
import org.obol.finetune.provenance.TrainingPermission;
import org.obol.finetune.verify.Evaluation.Evaluated;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.lora.AdapterConfig;

/** A runner that signs everything properly, and says in it what is not so. */
final class DishonestRunnerTest {

  private static final VerifyOptions PINNED =
      VerifyOptions.NONE.withOwner(ExampleDataset.OWNER.address());

  private final ExampleDataset dataset = ExampleDataset.make();
  private final RunFacts honest = ExampleRun.facts(RunMode.REAL);

  @TempDir Path temp;

  @Test
  void a_pickle_that_is_called_a_log_does_not_get_into_the_adapter() {
    byte[] pickle = "pickle".getBytes(StandardCharsets.UTF_8);
    var name = new FileName("adapter/adapter_model.bin");
    record(facts(honest.records(), honest.adapter(), List.of(HashedFile.of(name, pickle))));
    ExampleRun.write(run(), name.text(), pickle);

    assertFailed(VerifyRun.run(run(), PINNED), Step.OUTPUTS, FailureClass.UNLISTED);
  }

  @Test
  void a_pickle_that_is_signed_with_the_adapter_is_refused() {
    ExampleRun.write(run(), "adapter/adapter_model.bin", new byte[] {1});
    record(honest);

    assertFailed(VerifyRun.run(run(), PINNED), Step.CONSISTENCY, FailureClass.INCONSISTENT);
  }

  @Test
  void weights_beside_those_that_a_loader_reads_are_refused() {
    ExampleRun.write(run(), "adapter/honest.safetensors", new byte[600]);
    record(facts(honest.records(), new FileName("adapter/honest.safetensors"), List.of()));

    VerifyReport report = VerifyRun.run(run(), PINNED);

    assertFailed(report, Step.CONSISTENCY, FailureClass.INCONSISTENT);
    assertThat(report.headline()).contains("adapter_model.safetensors");
  }

  @Test
  void a_configuration_that_loads_the_adapter_in_another_way_is_refused() {
    ExampleRun.writeOutputs(run());
    String honestText =
        AdapterConfig.text(
            new LoraSettings(8, new BigDecimal("16.0"), List.of("q_proj", "v_proj")));
    for (String forged :
        List.of(
            honestText.replace("16.0", "3200"),
            honestText.replace("\"use_rslora\":false", "\"use_rslora\":true"),
            honestText.replace("{", "{\"auto_mapping\":{},"),
            honestText.replace("_path\":null", "_path\":\"evil/base\""))) {
      assertThat(forged).isNotEqualTo(honestText);
      sign(honest, "adapter/adapter_config.json", forged);

      assertFailed(VerifyRun.run(run(), PINNED), Step.CONSISTENCY, FailureClass.INCONSISTENT);
    }
  }

  @Test
  void a_loss_of_records_that_nobody_held_out_is_refused() {
    DerivedData derived = honest.derived();
    record(
        with(
            new DerivedData(
                derived.format(),
                derived.normaliser(),
                derived.lines(),
                derived.rule(),
                List.of(derived.splits().getFirst()),
                derived.dropped(),
                derived.truncated()),
            honest.eval()));
    VerifyReport report = VerifyRun.run(run(), PINNED);

    assertFailed(report, Step.CONSISTENCY, FailureClass.INCONSISTENT);
    assertThat(report.headline()).contains("no record was held out");
    record(with(derived, eval(honest.eval().loss(), "train")));
    assertFailed(VerifyRun.run(run(), PINNED), Step.CONSISTENCY, FailureClass.INCONSISTENT);
    record(with(derived, eval(Optional.empty(), "valid")));
    assertFailed(VerifyRun.run(run(), PINNED), Step.CONSISTENCY, FailureClass.INCONSISTENT);
  }

  @Test
  void a_perplexity_that_is_not_the_one_of_the_loss_is_refused() {
    sign(honest, "eval.json", "{\"eval_loss\":1.250,\"perplexity\":\"1.01\"}");

    assertThat(VerifyRun.run(run(), PINNED).outcome(Step.CONSISTENCY).detail())
        .contains("perplexity");
  }

  @Test
  void a_loss_that_cannot_be_repeated_though_all_is_there_is_no_success() {
    record(honest);
    ExampleRun.write(temp, "mine.jsonl", ExampleDataset.data(2));
    VerifyOptions given =
        PINNED.withDataset(temp.resolve("mine.jsonl")).withBase(ExampleRun.base(temp));

    assertFailed(
        VerifyRun.run(run(), given.withChecks(evaluating(new Evaluated.Impossible("no template")))),
        Step.EVAL,
        FailureClass.EVAL);
    assertThat(
            VerifyRun.run(
                    run(), given.withChecks(evaluating(new Evaluated.UnknownBase("not llama"))))
                .outcome(Step.EVAL))
        .isEqualTo(new Outcome.Skipped("not llama"));
  }

  private static TrainerChecks evaluating(Evaluated outcome) {
    return new TrainerChecks(
        Optional.empty(), Optional.empty(), Optional.of(run -> outcome), Optional.empty());
  }

  private static EvalResult eval(Optional<Decimal> loss, String split) {
    return new EvalResult(
        loss, Optional.of(new Decimal("2.5")), RunFiles.EVAL, "obol-eval/1", split, Map.of());
  }

  private RunFacts with(DerivedData derived, EvalResult eval) {
    return new RunFacts(
        honest.id(),
        honest.mode(),
        honest.times(),
        honest.records(),
        derived,
        honest.base(),
        honest.training(),
        honest.environment(),
        honest.adapter(),
        honest.shape(),
        eval,
        honest.logs());
  }

  /** Signed with another file in it, so that nothing but the file is wrong. */
  private void sign(RunFacts facts, String name, String content) {
    ExampleRun.writeOutputs(run());
    ExampleRun.write(run(), name, content.getBytes(StandardCharsets.UTF_8));
    new RunRecorder(run(), List.of())
        .record(dataset.binding(dataset.evidence()), facts, ExampleRun.KEYS);
    assertThat(VerifyRun.run(run(), PINNED).outcome(Step.OUTPUTS))
        .isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void more_records_than_the_split_has_are_refused() {
    record(facts(6_000_000, honest.adapter(), List.of()));

    assertFailed(VerifyRun.run(run(), PINNED), Step.CONSISTENCY, FailureClass.INCONSISTENT);
  }

  @Test
  void a_mock_cannot_be_called_real() {
    Training training = honest.training();
    assertThatThrownBy(
            () -> record(trained(new Training.Backend("mock", "1"), training.determinism())))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("mock");
  }

  @Test
  void a_permission_that_the_card_does_not_give_is_refused() {
    var card =
        new Card(
            Optional.empty(),
            Optional.empty(),
            Optional.of("CC-BY-NC-4.0"),
            Optional.empty(),
            List.of(),
            Map.of());
    ExampleDataset unclear = ExampleDataset.make(ExampleDataset.OWNER, ExampleDataset.ID, card);
    var file = HashedFile.of(new FileName("sft.jsonl"), ExampleDataset.data(2));
    ExampleRun.record(
        run(),
        new DatasetBinding.Verified(
            file, unclear.evidence(), new TrainingPermission.Allowed("the owner told me")));

    assertFailed(VerifyRun.run(run(), PINNED), Step.MANIFEST, FailureClass.LICENSE);
  }

  @Test
  void a_base_of_which_only_the_harmless_files_are_named_is_refused() {
    BaseModel base = honest.base();
    List<HashedFile> config =
        base.files().stream().filter(file -> file.name().text().equals("config.json")).toList();
    record(
        new RunFacts(
            honest.id(),
            honest.mode(),
            honest.times(),
            honest.records(),
            honest.derived(),
            new BaseModel(base.id(), base.source(), config, base.license(), base.architecture()),
            honest.training(),
            honest.environment(),
            honest.adapter(),
            honest.shape(),
            honest.eval(),
            honest.logs()));

    VerifyReport report = VerifyRun.run(run(), PINNED.withBase(ExampleRun.base(temp)));

    assertFailed(report, Step.BASE, FailureClass.BASE);
    assertThat(report.headline()).contains("model.safetensors");
  }

  @Test
  void a_base_that_is_said_to_be_worse_than_it_is_is_noticed() {
    record(honest);
    var measured = new Evaluated.Loss(new Decimal("1.25"), new Decimal("1.30"));
    var checks =
        new TrainerChecks(
            Optional.empty(), Optional.empty(), Optional.of(run -> measured), Optional.empty());

    assertFailed(VerifyRun.run(run(), PINNED.withChecks(checks)), Step.EVAL, FailureClass.EVAL);
  }

  @Test
  void a_report_that_names_another_loss_of_the_base_is_refused() {
    ExampleRun.writeOutputs(run());
    record(honest);
    String report = "{\"eval_loss\":1.250,\"base_loss\":\"9.5\"}";
    ExampleRun.write(run(), "eval.json", report.getBytes(StandardCharsets.UTF_8));

    assertThat(VerifyRun.run(run(), PINNED).outcome(Step.CONSISTENCY).detail())
        .contains("base_loss");
  }

  @Test
  void training_again_that_a_run_does_not_allow_is_no_success_when_it_was_asked_for() {
    record(trained(new Training.Backend("trl", "1"), Determinism.NONE));
    var checks =
        new TrainerChecks(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(run -> new Rerun.Retrained.Impossible("never asked")));

    VerifyReport report = VerifyRun.run(run(), PINNED.withChecks(checks));

    assertFailed(report, Step.RERUN, FailureClass.NOT_REPEATABLE);
    assertThat(VerifyRun.run(run(), PINNED).verdict()).isEqualTo(Verdict.VERIFIED);
  }

  private RunFacts facts(long records, FileName adapter, List<HashedFile> logs) {
    return new RunFacts(
        honest.id(),
        honest.mode(),
        honest.times(),
        records,
        honest.derived(),
        honest.base(),
        honest.training(),
        honest.environment(),
        adapter,
        honest.shape(),
        honest.eval(),
        logs);
  }

  private RunFacts trained(Training.Backend backend, Determinism determinism) {
    Training training = honest.training();
    return new RunFacts(
        honest.id(),
        honest.mode(),
        honest.times(),
        honest.records(),
        honest.derived(),
        honest.base(),
        new Training(
            backend,
            training.hyperparams(),
            training.config(),
            training.seed(),
            training.template(),
            training.maxLength(),
            training.effectiveBatch(),
            training.steps(),
            training.tokens(),
            training.resumedFrom(),
            determinism),
        honest.environment(),
        honest.adapter(),
        honest.shape(),
        honest.eval(),
        honest.logs());
  }

  private void record(RunFacts facts) {
    ExampleRun.record(run(), dataset.binding(dataset.evidence()), facts, ExampleRun.KEYS);
  }

  private static void assertFailed(VerifyReport report, Step step, FailureClass failure) {
    assertThat(report.outcome(step))
        .as(report.text())
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.failure()).isEqualTo(failure));
    assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(report.headline()).startsWith("FAILED " + failure.code());
    assertThat(report.toJson().requireText("failure")).isEqualTo(failure.code());
  }

  private Path run() {
    return temp.resolve("run");
  }
}
