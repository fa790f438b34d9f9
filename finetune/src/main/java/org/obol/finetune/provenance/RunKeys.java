package org.obol.finetune.provenance;

import java.time.Instant;
import org.obol.crypto.PrivateKey;

/**
 * The keys that a run is signed with.
 *
 * @param runner a wallet, or the owner's key
 * @param notBefore first second at which the runner vouches for the attestation key
 * @param notAfter last second of it
 */
public record RunKeys(
    PrivateKey runner, AttestationKey attestation, Instant notBefore, Instant notAfter) {

  Signer signer() {
    return new Signer(runner.address(), attestation.publicKey());
  }

  KeyBinding binding() {
    return new KeyBinding(runner.address(), attestation.publicKey(), notBefore, notAfter);
  }
}
