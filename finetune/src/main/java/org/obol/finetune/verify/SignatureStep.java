package org.obol.finetune.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.JsonException;
import org.obol.crypto.ObolException;
import org.obol.dataset.manifest.FileName;
import org.obol.finetune.provenance.Attestations;
import org.obol.finetune.provenance.ModelSignature;
import org.obol.finetune.provenance.RunFiles;
import org.obol.finetune.provenance.RunSignature;
import org.obol.finetune.provenance.Signer;

/** Step 2: who signed what. */
final class SignatureStep {

  private final Subject run;
  private final Signer signer;
  private final List<Outcome.Failed> faults = new ArrayList<>();

  SignatureStep(Subject run) {
    this.run = run;
    this.signer = run.manifest().signer();
  }

  Outcome check() {
    named(RunFiles.SIGNATURE, this::manifest);
    named(RunFiles.ATTESTATIONS, this::attestations);
    named(RunFiles.MODEL_SIGNATURE, this::model);
    Optional<Address> pinned = run.options().runner();
    if (pinned.filter(address -> !address.equals(signer.address())).isPresent()) {
      faults.add(
          new Outcome.Failed(
              FailureClass.RUNNER,
              "the run is signed by " + signer.address() + ", not by " + pinned.get()));
    }
    if (!faults.isEmpty()) {
      return Outcome.Failed.of(faults);
    }
    return new Outcome.Passed(
        "manifest, attestations and model are signed for by "
            + signer.address()
            + (pinned.isPresent() ? "" : ", whoever that is"));
  }

  private void manifest() {
    byte[] bytes = run.folder().read(RunFiles.SIGNATURE, RunSignature.MAX_BYTES);
    RunSignature.read(bytes).requireOf(run.document());
  }

  private void attestations() {
    byte[] bytes = run.folder().read(RunFiles.ATTESTATIONS, Attestations.MAX_BYTES);
    Attestations.verify(bytes, signer)
        .binding()
        .requireFor(signer, run.manifest().times().created());
  }

  private void model() {
    byte[] bytes = run.folder().read(RunFiles.MODEL_SIGNATURE, ModelSignature.MAX_BYTES);
    ModelSignature.verify(bytes, signer.attestationKey());
    if (!ModelSignature.isOurForm(bytes, signer.attestationKey())) {
      throw new JsonException("the bundle is not in the form that obol writes");
    }
  }

  private void named(FileName file, Runnable check) {
    try {
      check.run();
    } catch (ObolException e) {
      FailureClass failure = FailureClass.of(e).orElse(FailureClass.SIGNATURE);
      faults.add(new Outcome.Failed(failure, "\"" + file + "\": " + e.getMessage()));
    }
  }
}
