package org.obol.finetune.provenance;

import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.obol.crypto.Sha256;

/**
 * The public half of an attestation key: ECDSA over P-256 with SHA-256, which the readers of
 * in-toto and of OpenSSF Model Signing know; the wallet's secp256k1 they do not.
 */
public final class AttestationPublicKey {

  private final PublicKey key;
  private final byte[] spki;

  private AttestationPublicKey(PublicKey key) {
    this.key = key;
    this.spki = key.getEncoded();
  }

  /**
   * The key of a pair.
   *
   * @throws IllegalArgumentException when it is not on P-256
   */
  static AttestationPublicKey of(PublicKey key) {
    if (!(key instanceof ECPublicKey ec) || !isP256(ec.getParams())) {
      throw new IllegalArgumentException("an attestation key is a key on P-256");
    }
    return new AttestationPublicKey(key);
  }

  /**
   * Reads the SubjectPublicKeyInfo (RFC 5480) in base64; there is one text for each key.
   *
   * @throws IllegalArgumentException when it is not one of a key on P-256
   */
  public static AttestationPublicKey parse(String base64) {
    try {
      byte[] der = Base64.getDecoder().decode(base64);
      PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
      AttestationPublicKey read = of(key);
      if (!read.base64().equals(base64)) {
        throw new IllegalArgumentException("an attestation key in another form than its own");
      }
      return read;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a public key on P-256", e);
    }
  }

  /** The SubjectPublicKeyInfo in base64. */
  public String base64() {
    return Base64.getEncoder().encodeToString(spki);
  }

  /** SHA-256 of the SubjectPublicKeyInfo: the key's name. */
  public Sha256 fingerprint() {
    return Sha256.hash(spki);
  }

  /** The PEM form (RFC 7468), for files and other programs. */
  public String pem() {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN PUBLIC KEY-----\n"
        + lines.encodeToString(spki)
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** SHA-256 of the PEM form: how OpenSSF Model Signing names the key. */
  public Sha256 pemFingerprint() {
    return Sha256.hash(pem().getBytes(StandardCharsets.US_ASCII));
  }

  /** Whether {@code signature}, in DER, is this key's over {@code message}. */
  public boolean verifies(byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(AttestationKey.ALGORITHM);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException | InvalidKeyException notASignature) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no " + AttestationKey.ALGORITHM, e);
    }
  }

  private static boolean isP256(ECParameterSpec found) {
    try {
      AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
      named.init(new ECGenParameterSpec("secp256r1"));
      ECParameterSpec p256 = named.getParameterSpec(ECParameterSpec.class);
      return p256.getCurve().equals(found.getCurve())
          && p256.getGenerator().equals(found.getGenerator())
          && p256.getOrder().equals(found.getOrder());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no P-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AttestationPublicKey that && Arrays.equals(spki, that.spki);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(spki);
  }

  @Override
  public String toString() {
    return "AttestationPublicKey[" + fingerprint() + "]";
  }
}
