package org.obol.finetune.provenance;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.obol.crypto.KeyException;

/**
 * A P-256 key pair of the runner, which its wallet vouches for in a {@link KeyBinding}. It never
 * shows itself: {@link #toString()} gives the public fingerprint.
 */
public final class AttestationKey {

  static final String ALGORITHM = "SHA256withECDSA";

  private final PrivateKey secret;
  private final AttestationPublicKey publicKey;

  private AttestationKey(PrivateKey secret, AttestationPublicKey publicKey) {
    this.secret = secret;
    this.publicKey = publicKey;
  }

  /** A fresh random key. */
  public static AttestationKey generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      return new AttestationKey(pair.getPrivate(), AttestationPublicKey.of(pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no P-256", e);
    }
  }

  /**
   * Reads what {@link #revealText()} gave.
   *
   * @throws KeyException when it is not such a key; the text is not repeated
   */
  public static AttestationKey parse(String text) {
    String[] lines = text.strip().split("\n");
    try {
      if (lines.length != 2) {
        throw new IllegalArgumentException("two lines are expected");
      }
      byte[] pkcs8 = Base64.getDecoder().decode(lines[0].strip());
      PrivateKey secret =
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      var key = new AttestationKey(secret, AttestationPublicKey.parse(lines[1].strip()));
      byte[] probe = "obol".getBytes(StandardCharsets.US_ASCII);
      if (!key.publicKey.verifies(probe, key.sign(probe))) {
        throw new IllegalArgumentException("the halves do not belong together");
      }
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new KeyException("the attestation key is not one that obol has written");
    }
  }

  /**
   * The pair as two lines, PKCS #8 and SubjectPublicKeyInfo in base64, to be written to a 0600 file
   * and nowhere else.
   */
  public String revealText() {
    return Base64.getEncoder().encodeToString(secret.getEncoded())
        + "\n"
        + publicKey.base64()
        + "\n";
  }

  /** The public half. */
  public AttestationPublicKey publicKey() {
    return publicKey;
  }

  /** The signature over {@code message}, in DER. It is another one each time. */
  public byte[] sign(byte[] message) {
    try {
      Signature signer = Signature.getInstance(ALGORITHM);
      signer.initSign(secret);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime does not sign with " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return "AttestationKey[" + publicKey.fingerprint() + "]";
  }
}
