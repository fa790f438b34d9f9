package org.obol.dataset.tree;

import java.security.MessageDigest;
import java.security.SecureRandom;
import org.obol.crypto.Sha256;

/**
 * The 32 random bytes that salt the rows of one version. Whoever has it can test guesses about
 * rows, so it goes to entitled buyers only; destroying it forgets the rows.
 */
public final class RowKey {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] bytes;

  private RowKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A fresh random key. */
  public static RowKey generate() {
    byte[] bytes = new byte[Sha256.BYTES];
    RANDOM.nextBytes(bytes);
    return new RowKey(bytes);
  }

  /** The key of those 32 bytes. */
  public static RowKey of(byte[] bytes) {
    if (bytes.length != Sha256.BYTES) {
      throw new IllegalArgumentException("a row key is 32 bytes, not " + bytes.length);
    }
    return new RowKey(bytes.clone());
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The digest that the manifest shows. */
  public Sha256 sha256() {
    return Sha256.hash(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowKey key && MessageDigest.isEqual(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return sha256().hashCode();
  }

  @Override
  public String toString() {
    return "RowKey[" + sha256() + "]";
  }
}
