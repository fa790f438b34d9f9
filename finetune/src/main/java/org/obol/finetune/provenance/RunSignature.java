package org.obol.finetune.provenance;

import java.security.MessageDigest;
import java.util.Arrays;
import org.obol.crypto.Address;
import org.obol.crypto.CanonicalJson;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Secp256k1;
import org.obol.crypto.Sha256;
import org.obol.crypto.Signature;
import org.obol.dataset.DomainTag;
import org.obol.dataset.VerificationException;

/**
 * The runner's signature of a run manifest, kept beside it so that the manifest's bytes stay as
 * they are: SHA-256(tag[32] ‖ bytes of run.manifest), signed with secp256k1.
 */
public record RunSignature(Address signer, Signature signature) {

  /** Value of the {@code format} member. */
  public static final String FORMAT = "obol-run-signature/1";

  /** Longest signature document that is read, 4 KiB. */
  public static final long MAX_BYTES = 4 << 10;

  private static final byte[] DOMAIN = DomainTag.of("obol/finetune/run/v1");

  /** Signs {@code run}. */
  public static RunSignature sign(RunDocument run, PrivateKey runner) {
    return new RunSignature(runner.address(), Secp256k1.sign(digest(run), runner));
  }

  /**
   * Demands that the signer that the manifest names signed it.
   *
   * @throws VerificationException {@code bad_signature} or {@code wrong_signer}
   */
  public void requireOf(RunDocument run) {
    Address named = run.manifest().signer().address();
    Address found =
        Secp256k1.recover(digest(run), signature)
            .orElseThrow(
                () ->
                    new VerificationException(
                        "bad_signature", "no key can have made the signature of the manifest"));
    if (!found.equals(named) || !signer.equals(named)) {
      throw new VerificationException(
          "wrong_signer",
          "the manifest names "
              + named
              + " as its signer, but is signed by "
              + found
              + " (another key, or a member changed after signing)");
    }
  }

  /** The bytes of {@code run.manifest.sig}. */
  public byte[] bytes() {
    return CanonicalJson.bytes(
        Json.object()
            .put("format", FORMAT)
            .put("signer", signer.hex())
            .put("signature", signature.hex())
            .build());
  }

  /**
   * Reads what {@link #bytes()} wrote; there is one text for each signature.
   *
   * @throws JsonException when it is something else
   */
  public static RunSignature read(byte[] bytes) {
    Json.Obj json = JsonReader.read(bytes, MAX_BYTES).asObject("a signature of a run");
    if (!json.requireText("format").equals(FORMAT)) {
      throw new JsonException("format \"" + json.requireText("format") + "\" is not " + FORMAT);
    }
    var read =
        new RunSignature(
            RunFields.address(json, "signer"),
            RunFields.value(json.requireText("signature"), "signature", Signature::new));
    if (!Arrays.equals(read.bytes(), bytes)) {
      throw new JsonException("the signature of the run is not in canonical form (RFC 8785)");
    }
    return read;
  }

  private static byte[] digest(RunDocument run) {
    MessageDigest digest = Sha256.digest();
    digest.update(DOMAIN);
    return digest.digest(run.bytes());
  }
}
