package org.obol.finetune.provenance;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.obol.crypto.CanonicalJson;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.dataset.VerificationException;

/**
 * The statements of a run, one envelope on each line (in-toto bundle): its provenance, signed by
 * the attestation key, and the wallet's binding of that key. Further ones by the attestation key
 * may follow.
 */
public record Attestations(Envelope provenance, KeyBinding binding) {

  /** Longest bundle that is read, 16 MiB. */
  public static final long MAX_BYTES = 16L << 20;

  private static final int MAX_LINES = 64;

  /** The bundle of a run. */
  static byte[] write(RunDocument run, KeyBinding binding, RunKeys keys) {
    Envelope provenance =
        Envelope.sign(
            RunProvenance.of(run).bytes(),
            keys.attestation().publicKey().fingerprint().hex(),
            keys.attestation()::sign);
    var out = new ByteArrayOutputStream();
    for (Envelope envelope : List.of(provenance, binding.sign(keys.runner()))) {
      out.writeBytes(CanonicalJson.bytes(envelope.toJson()));
      out.write('\n');
    }
    return out.toByteArray();
  }

  /**
   * Reads a bundle of {@code signer} and demands that every envelope in it is signed.
   *
   * @throws JsonException when it is not a bundle as this program writes it
   * @throws VerificationException {@code attestation_signature} or {@code key_binding}
   */
  public static Attestations verify(byte[] bundle, Signer signer) {
    List<Envelope> provenances = new ArrayList<>();
    List<KeyBinding> bindings = new ArrayList<>();
    for (Envelope envelope : envelopes(bundle)) {
      if (envelope.keyId().equals(signer.address().hex())) {
        bindings.add(KeyBinding.verify(envelope));
        continue;
      }
      requireSigned(envelope, signer.attestationKey());
      if (Statement.of(envelope).predicateType().equals(RunProvenance.PREDICATE)) {
        provenances.add(envelope);
      }
    }
    if (provenances.size() != 1 || bindings.size() != 1) {
      throw new JsonException(
          "a bundle with %d statements of provenance and %d key bindings, not one of each"
              .formatted(provenances.size(), bindings.size()));
    }
    return new Attestations(provenances.getFirst(), bindings.getFirst());
  }

  /** What the provenance says; its signature has been verified. */
  public Statement statement() {
    return Statement.of(provenance);
  }

  private static void requireSigned(Envelope envelope, AttestationPublicKey key) {
    // The hint is not signed, but a wrong one is not what this program writes.
    if (!envelope.keyId().equals(key.fingerprint().hex()) || !envelope.isSignedBy(key)) {
      throw new VerificationException(
          "attestation_signature",
          "an attestation is not signed by the attestation key " + key.fingerprint());
    }
  }

  private static List<Envelope> envelopes(byte[] bundle) {
    if (bundle.length == 0 || bundle[bundle.length - 1] != '\n') {
      throw new JsonException("the bundle of attestations does not end with a line");
    }
    List<Envelope> envelopes = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < bundle.length; i++) {
      if (bundle[i] == '\n') {
        if (envelopes.size() == MAX_LINES) {
          throw new JsonException("the bundle has more than " + MAX_LINES + " attestations");
        }
        envelopes.add(envelope(Arrays.copyOfRange(bundle, from, i)));
        from = i + 1;
      }
    }
    return envelopes;
  }

  private static Envelope envelope(byte[] line) {
    Json json = JsonReader.read(line, MAX_BYTES);
    Envelope envelope = Envelope.read(json);
    if (!Arrays.equals(CanonicalJson.bytes(envelope.toJson()), line)) {
      throw new JsonException("an attestation is not in canonical form (RFC 8785)");
    }
    return envelope;
  }
}
