package org.obol.finetune.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.obol.crypto.JsonException;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Sha256;
import org.obol.finetune.provenance.AttestationKey;
import org.obol.finetune.provenance.BaseModel;
import org.obol.finetune.provenance.DatasetBinding;
import org.obol.finetune.provenance.DerivedData;
import org.obol.finetune.provenance.RunFacts;
import org.obol.finetune.provenance.RunKeys;
import org.obol.finetune.provenance.RunManifest;
import org.obol.finetune.provenance.RunRecorder;
import org.obol.finetune.provenance.Training;
import org.obol.finetune.verify.Finding;
import org.obol.finetune.verify.Outcome;
import org.obol.finetune.verify.Rerun.Retrained;
import org.obol.finetune.verify.Step;
import org.obol.finetune.verify.Verdict;
import org.obol.finetune.verify.VerifyReport;

/** Manifests that claim something else than what training again, or looking again, gives. */
final class ForgedClaimsTest extends ForgedRunFixture {

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
}
