package org.obol.anonymize;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret under which values of one dataset are hashed. One dataset, one key: hashes of two
 * datasets cannot be compared. It can be sent to the {@link PartWorker}s of a run, nowhere else.
 */
public final class DatasetKey implements Serializable {
  /** Bytes of a key. */
  public static final int LENGTH = 32;

  private final byte[] key;

  private DatasetKey(byte[] key) {
    this.key = key;
  }

  /**
   * @throws IllegalArgumentException unless there are {@value #LENGTH} bytes
   */
  public static DatasetKey of(byte[] key) {
    if (key.length != LENGTH) {
      throw new IllegalArgumentException(
          "a dataset key has " + LENGTH + " bytes, not " + key.length);
    }
    return new DatasetKey(key.clone());
  }

  public static DatasetKey random() {
    byte[] key = new byte[LENGTH];
    new SecureRandom().nextBytes(key);
    return new DatasetKey(key);
  }

  byte[] bytes() {
    return key.clone();
  }

  /** A function for one thread. */
  Hasher hasher() {
    return new Hasher(key);
  }

  /** Computes HMAC-SHA-256(key, label ‖ 0x00 ‖ value). Owned by one thread. */
  static final class Hasher {
    private final Mac mac;

    private Hasher(byte[] key) {
      try {
        mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has HmacSHA256", e);
      }
    }

    byte[] hash(Label label, byte[] value, int from, int to) {
      mac.update(label.name().getBytes(StandardCharsets.US_ASCII));
      mac.update((byte) 0);
      mac.update(value, from, to - from);
      return mac.doFinal();
    }
  }

  /** The first 128 bits of a hash. */
  record Truncated(long high, long low) {
    static final int LENGTH = 16;

    static Truncated of(byte[] hash) {
      java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(hash);
      return new Truncated(bytes.getLong(), bytes.getLong());
    }

    byte[] bytes() {
      return java.nio.ByteBuffer.allocate(LENGTH).putLong(high).putLong(low).array();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DatasetKey that && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key);
  }

  /** Shows nothing of the key. */
  @Override
  public String toString() {
    return "DatasetKey";
  }
}
