package org.obol.dataset.tree;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import org.obol.crypto.Sha256;
import org.obol.dataset.VerificationException;

/**
 * The leaf hashes of a file's chunks: every chunk is {@value #SIZE} bytes, the last one shorter,
 * and its leaf is SHA-256(0x00‖chunk) (RFC 6962 section 2.1).
 */
public final class Chunks {

  /** Bytes of every chunk but the last, 1 MiB. */
  public static final int SIZE = 1 << 20;

  private static final byte LEAF = 0x00;

  private final byte[] leaves;

  private Chunks(byte[] leaves) {
    this.leaves = leaves;
  }

  /** Takes the leaf hashes, 32 bytes each, one after the other. */
  public static Chunks of(byte[] leaves) {
    if (leaves.length % Sha256.BYTES != 0) {
      throw new IllegalArgumentException(
          "leaf hashes are 32 bytes each, but there are " + leaves.length + " bytes");
    }
    return new Chunks(leaves.clone());
  }

  /**
   * Takes leaf hashes that a server gave, and demands that they are the ones the manifest commits
   * to.
   *
   * @param size bytes of the file
   * @throws VerificationException {@code chunk_root_mismatch}
   */
  public static Chunks verified(byte[] leaves, long size, Sha256 chunkRoot) {
    if (leaves.length != count(size) * Sha256.BYTES
        || !new Chunks(leaves).root().equals(chunkRoot)) {
      throw new VerificationException(
          "chunk_root_mismatch",
          "the server's chunk hashes do not add up to the signed chunkRoot " + chunkRoot);
    }
    return of(leaves);
  }

  /** How many chunks a file of {@code size} bytes has. */
  public static long count(long size) {
    return Math.ceilDiv(size, SIZE);
  }

  /** The leaf hash of one chunk, whose position stays where it is. */
  public static byte[] leaf(ByteBuffer chunk) {
    MessageDigest sha256 = Sha256.digest();
    sha256.update(LEAF);
    sha256.update(chunk.duplicate());
    return sha256.digest();
  }

  /** How many chunks there are. */
  public int count() {
    return leaves.length / Sha256.BYTES;
  }

  /** Whether {@code chunk} is the one at {@code index}, from 0. */
  public boolean matches(int index, ByteBuffer chunk) {
    byte[] expected = Arrays.copyOfRange(leaves, index * Sha256.BYTES, (index + 1) * Sha256.BYTES);
    return MessageDigest.isEqual(expected, leaf(chunk));
  }

  /** The chunkRoot. */
  public Sha256 root() {
    var tree = new MerkleAccumulator();
    for (int at = 0; at < leaves.length; at += Sha256.BYTES) {
      tree.add(Arrays.copyOfRange(leaves, at, at + Sha256.BYTES));
    }
    return tree.root();
  }

  /** A copy of the leaf hashes, one after the other. */
  public byte[] bytes() {
    return leaves.clone();
  }
}
