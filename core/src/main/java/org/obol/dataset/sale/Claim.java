package org.obol.dataset.sale;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.obol.crypto.Sha256;

/**
 * What proves to the node that a request comes from who made a purchase (protocol section 5): 32
 * random bytes, whose hash went with the payment. It never shows itself.
 */
public final class Claim {

  /** The header that carries it, as 64 lowercase hex characters. */
  public static final String HEADER = "Obol-Claim";

  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] bytes;

  private Claim(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A fresh random claim. */
  public static Claim generate() {
    byte[] bytes = new byte[Sha256.BYTES];
    RANDOM.nextBytes(bytes);
    return new Claim(bytes);
  }

  /** Reads the value of the header; empty unless it is 64 lowercase hex characters. */
  public static Optional<Claim> read(String header) {
    return Sha256.isHex(header)
        ? Optional.of(new Claim(HexFormat.of().parseHex(header)))
        : Optional.empty();
  }

  /** SHA-256 of the 32 bytes: what the first request commits to, and what may be stored. */
  public Sha256 hash() {
    return Sha256.hash(bytes);
  }

  /** Whether this is the claim of that hash; takes the same time whatever differs. */
  public boolean matches(Sha256 hash) {
    return MessageDigest.isEqual(hash().bytes(), hash.bytes());
  }

  /**
   * The value of the header, to be sent to the seller, or kept in a 0600 file, and nowhere else.
   */
  public String reveal() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public String toString() {
    return "Claim[hidden]";
  }
}
