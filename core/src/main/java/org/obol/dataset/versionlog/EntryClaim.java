package org.obol.dataset.versionlog;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Secp256k1;
import org.obol.crypto.Sha256;
import org.obol.dataset.DomainTag;

/**
 * What the owner signs about one version.
 *
 * @param seq number of the version, 1-based without gaps
 * @param manifestHash content address of the version
 * @param fileHash SHA-256 of the primary artifact
 * @param size bytes of the primary artifact
 * @param prevSig signature text of the predecessor, empty at seq 1
 */
public record EntryClaim(
    long seq, Sha256 manifestHash, Sha256 fileHash, long size, String prevSig) {

  private static final byte[] DOMAIN = DomainTag.of("obol/dataset/versionlog/v1");
  private static final int MAX_PREV_SIG = 255;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the field that cannot be hashed
   */
  public EntryClaim {
    if (seq < 1) {
      throw new IllegalArgumentException("seq " + seq + " is below 1");
    }
    if (size < 0) {
      throw new IllegalArgumentException("size " + size + " is negative");
    }
    if (prevSig.length() > MAX_PREV_SIG
        || !StandardCharsets.US_ASCII.newEncoder().canEncode(prevSig)) {
      throw new IllegalArgumentException("prevSig is longer than 255 characters or not ASCII");
    }
  }

  /** The bytes whose SHA-256 is signed. */
  public byte[] preimage() {
    var bytes = new ByteArrayOutputStream(300);
    try (var out = new DataOutputStream(bytes)) {
      out.write(DOMAIN);
      out.writeLong(seq);
      out.write(manifestHash.bytes());
      out.write(fileHash.bytes());
      out.writeLong(size);
      out.writeByte(prevSig.length());
      out.write(prevSig.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The digest that is signed, without any message prefix. */
  public Sha256 digest() {
    return Sha256.hash(preimage());
  }

  /**
   * The entry that {@code key} makes of this claim; {@code timestamp} is RFC 3339 and not signed.
   */
  public VersionEntry sign(PrivateKey key, String timestamp) {
    return new VersionEntry(this, timestamp, Secp256k1.sign(digest().bytes(), key));
  }
}
