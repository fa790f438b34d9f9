package org.obol.finetune.provenance;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Secp256k1;
import org.obol.crypto.Sha256;
import org.obol.crypto.Signature;
import org.obol.dataset.DomainTag;
import org.obol.dataset.VerificationException;

/**
 * A wallet's word for an attestation key: "{@code address} vouches for {@code key} from {@code
 * notBefore} to {@code notAfter}". It is an in-toto statement in a DSSE envelope; the wallet signs
 * SHA-256(tag[32] ‖ PAE), so that its signature can be read as nothing else.
 *
 * @param notBefore first second at which it counts
 * @param notAfter last second at which it counts
 */
public record KeyBinding(
    Address address, AttestationPublicKey key, Instant notBefore, Instant notAfter) {

  /** The predicate type. */
  public static final String PREDICATE = "https://obol.org/dataset/key-binding/v1";

  /** The code of a complaint about a binding. */
  public static final String CODE = "key_binding";

  private static final byte[] DOMAIN = DomainTag.of("obol/finetune/key-binding/v1");

  /**
   * Cuts the fractions of a second off.
   *
   * @throws JsonException when it ends before it begins
   */
  public KeyBinding {
    notBefore = RunFields.second("notBefore", notBefore);
    notAfter = RunFields.second("notAfter", notAfter);
    if (notAfter.isBefore(notBefore)) {
      throw new JsonException("notAfter " + notAfter + " is before notBefore " + notBefore);
    }
  }

  /**
   * Signs it with the wallet.
   *
   * @throws IllegalArgumentException when the wallet is another address's
   */
  public Envelope sign(PrivateKey wallet) {
    if (!wallet.address().equals(address)) {
      throw new IllegalArgumentException(wallet.address() + " cannot sign for " + address);
    }
    return Envelope.sign(
        statement().bytes(),
        address.hex(),
        signed -> Secp256k1.sign(digest(signed), wallet).bytes());
  }

  /**
   * Reads a binding and demands that the wallet it names signed it.
   *
   * @throws VerificationException {@value #CODE}
   * @throws JsonException when it is not a binding
   */
  public static KeyBinding verify(Envelope envelope) {
    KeyBinding binding = of(Statement.of(envelope));
    Signature signature =
        RunFields.value(
            HexFormat.of().formatHex(envelope.signature()), "the key binding", Signature::new);
    boolean signed =
        Secp256k1.recover(digest(envelope.signedBytes()), signature)
            .filter(binding.address()::equals)
            .isPresent();
    if (!signed) {
      throw new VerificationException(
          CODE, "the key binding is not signed by " + binding.address() + ", which it names");
    }
    return binding;
  }

  /**
   * Demands that it lets {@code signer}'s attestation key sign at {@code time}.
   *
   * @throws VerificationException {@value #CODE}
   */
  public void requireFor(Signer signer, Instant time) {
    if (!address.equals(signer.address()) || !key.equals(signer.attestationKey())) {
      throw new VerificationException(
          CODE,
          "the key binding is by "
              + address
              + " for the key "
              + key.fingerprint()
              + ", not by "
              + signer.address()
              + " for "
              + signer.attestationKey().fingerprint());
    }
    if (time.isBefore(notBefore) || !time.isBefore(notAfter.plusSeconds(1))) {
      throw new VerificationException(
          CODE,
          "the key binding counts from " + notBefore + " to " + notAfter + ", not at " + time);
    }
  }

  /** The statement that is signed. */
  Statement statement() {
    return new Statement(
        List.of(new Statement.Subject("attestation-key", key.fingerprint())),
        PREDICATE,
        Json.object()
            .put("address", address.hex())
            .put("publicKey", key.base64())
            .put("notBefore", notBefore.toString())
            .put("notAfter", notAfter.toString())
            .build());
  }

  private static KeyBinding of(Statement statement) {
    if (!statement.predicateType().equals(PREDICATE)) {
      throw new JsonException("\"" + statement.predicateType() + "\" is not " + PREDICATE);
    }
    Json.Obj predicate = statement.predicate();
    return new KeyBinding(
        RunFields.address(predicate, "address"),
        RunFields.value(
            predicate.requireText("publicKey"), "publicKey", AttestationPublicKey::parse),
        RunFields.time(predicate, "notBefore"),
        RunFields.time(predicate, "notAfter"));
  }

  private static byte[] digest(byte[] pae) {
    MessageDigest digest = Sha256.digest();
    digest.update(DOMAIN);
    return digest.digest(pae);
  }
}
