package org.obol.finetune.provenance;

import org.obol.crypto.Address;
import org.obol.crypto.Json;

/**
 * Who vouches for a run.
 *
 * @param address of the wallet or owner key that signs the manifest
 * @param attestationKey signs what readers of in-toto and Model Signing read
 */
public record Signer(Address address, AttestationPublicKey attestationKey) {

  Json.Obj toJson() {
    return Json.object()
        .put("role", "runner")
        .put("key_type", "secp256k1")
        .put("address", address.hex())
        .put("attestation_key_type", "ecdsa-p256")
        .put("attestation_key", attestationKey.base64())
        .build();
  }

  static Signer fromJson(Json.Obj json) {
    return new Signer(
        RunFields.address(json, "address"),
        RunFields.value(
            json.requireText("attestation_key"), "attestation_key", AttestationPublicKey::parse));
  }
}
