package org.obol.finetune.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.dataset.VerificationException;
import org.obol.finetune.verify.FailureClass;
import org.obol.finetune.verify.Outcome;
import org.obol.finetune.verify.Step;
import org.obol.finetune.verify.Verdict;
import org.obol.finetune.verify.VerifyOptions;
import org.obol.finetune.verify.VerifyRun;

/** A wallet's word for an attestation key, given for another time, key or wallet. */
class BindingWindowTest {

  private static final VerifyOptions PINNED =
      VerifyOptions.NONE.withOwner(ExampleDataset.OWNER.address());

  /** What the example run was created at. */
  private static final Instant CREATED = ExampleRun.STARTED.plusSeconds(61);

  @TempDir Path run;

  @Test
  void the_first_and_the_last_second_count_and_no_other() {
    RunDocument recorded = ExampleRun.record(run);
    assertThat(verdict(recorded, CREATED, CREATED)).isEqualTo(Verdict.VERIFIED);
    assertThat(verdict(recorded, CREATED.plusSeconds(1), CREATED.plusSeconds(2)))
        .isEqualTo(Verdict.FAILED);
    assertThat(verdict(recorded, CREATED.minusSeconds(2), CREATED.minusSeconds(1)))
        .isEqualTo(Verdict.FAILED);
    assertThat(VerifyRun.run(run, PINNED).outcome(Step.SIGNATURES))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.failure()).isEqualTo(FailureClass.KEY_BINDING));
  }

  @Test
  void a_binding_of_another_key_or_by_another_wallet_does_not_count() {
    Signer signer = ExampleRun.KEYS.signer();
    var key = AttestationKey.generate().publicKey();
    var other = new KeyBinding(signer.address(), key, CREATED, CREATED);
    assertThatThrownBy(() -> other.requireFor(signer, CREATED))
        .isInstanceOf(VerificationException.class);
    var theirs =
        new KeyBinding(
            ExampleDataset.STRANGER.address(), signer.attestationKey(), CREATED, CREATED);
    assertThatThrownBy(() -> theirs.requireFor(signer, CREATED))
        .isInstanceOf(VerificationException.class);
  }

  @Test
  void a_binding_in_somebody_elses_name_is_not_signed() {
    Signer signer = ExampleRun.KEYS.signer();
    var binding = new KeyBinding(signer.address(), signer.attestationKey(), CREATED, CREATED);
    assertThatThrownBy(() -> binding.sign(ExampleDataset.STRANGER))
        .isInstanceOf(IllegalArgumentException.class);
    byte[] statement = binding.statement().bytes();
    Envelope forged =
        Envelope.sign(
            statement,
            signer.address().hex(),
            signed ->
                new KeyBinding(
                        ExampleDataset.STRANGER.address(),
                        signer.attestationKey(),
                        CREATED,
                        CREATED)
                    .sign(ExampleDataset.STRANGER)
                    .signature());
    assertThatThrownBy(() -> KeyBinding.verify(forged))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("not signed by " + signer.address());
  }

  @Test
  void a_run_is_not_recorded_with_a_key_that_nobody_vouches_for_at_that_time() {
    ExampleDataset dataset = ExampleDataset.make();
    var expired =
        new RunKeys(
            ExampleDataset.RUNNER,
            ExampleRun.ATTESTATION,
            CREATED.minusSeconds(9),
            CREATED.minusSeconds(1));
    assertThatThrownBy(
            () ->
                ExampleRun.record(
                    run,
                    dataset.binding(dataset.evidence()),
                    ExampleRun.facts(RunMode.REAL),
                    expired))
        .isInstanceOf(VerificationException.class);
    assertThat(run.resolve("run.manifest")).doesNotExist();
  }

  private Verdict verdict(RunDocument recorded, Instant from, Instant to) {
    Signer signer = ExampleRun.KEYS.signer();
    var binding = new KeyBinding(signer.address(), signer.attestationKey(), from, to);
    ExampleRun.write(
        run, RunFiles.ATTESTATIONS.text(), Attestations.write(recorded, binding, ExampleRun.KEYS));
    return VerifyRun.run(run, PINNED).verdict();
  }
}
