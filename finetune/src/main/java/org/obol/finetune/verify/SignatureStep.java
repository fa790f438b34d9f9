package org.obol.finetune.verify;

import org.obol.crypto.Address;
import org.obol.crypto.JsonException;
import org.obol.dataset.VerificationException;
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

  SignatureStep(Subject run) {
    this.run = run;
    this.signer = run.manifest().signer();
  }

  Outcome check() {
    named(RunFiles.SIGNATURE, this::manifest);
    named(RunFiles.ATTESTATIONS, this::attestations);
    named(RunFiles.MODEL_SIGNATURE, this::model);
    Address address = signer.address();
    if (run.options().runner().filter(pinned -> !pinned.equals(address)).isPresent()) {
      return new Outcome.Failed(
          FailureClass.RUNNER,
          "the run is signed by " + address + ", not by " + run.options().runner().get());
    }
    return new Outcome.Passed(
        "manifest, attestations and model are signed for by "
            + address
            + (run.options().runner().isPresent() ? "" : ", whoever that is"));
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

  /** Puts the file's name before what is wrong with it. */
  private static void named(FileName file, Runnable check) {
    try {
      check.run();
    } catch (VerificationException e) {
      throw new VerificationException(e.code(), "\"" + file + "\": " + e.getMessage());
    } catch (JsonException e) {
      throw new JsonException("\"" + file + "\": " + e.getMessage());
    }
  }
}
