package org.obol.dataset.tree;

import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.obol.crypto.Sha256;

/**
 * The root of an RFC 6962 hash tree (section 2.1), built leaf by leaf in memory that grows with the
 * logarithm of the number of leaves. Not thread-safe.
 */
public final class MerkleAccumulator {

  private static final byte NODE = 0x01;

  /** A perfect subtree of 2^level leaves. */
  private record Subtree(int level, byte[] hash) {}

  private final Deque<Subtree> peaks = new ArrayDeque<>();
  private final MessageDigest sha256 = Sha256.digest();
  private long leaves;

  /** Appends a leaf by its 32-byte hash, SHA-256(0x00‖data). */
  public void add(byte[] leafHash) {
    var subtree = new Subtree(0, leafHash);
    while (!peaks.isEmpty() && peaks.peek().level() == subtree.level()) {
      subtree = new Subtree(subtree.level() + 1, node(peaks.pop().hash(), subtree.hash()));
    }
    peaks.push(subtree);
    leaves++;
  }

  /** How many leaves were added. */
  public long leaves() {
    return leaves;
  }

  /** The root over the leaves so far; SHA-256 of nothing when there is none. */
  public Sha256 root() {
    if (peaks.isEmpty()) {
      return Sha256.of(sha256.digest());
    }
    Iterator<Subtree> rightToLeft = peaks.iterator();
    byte[] hash = rightToLeft.next().hash();
    while (rightToLeft.hasNext()) {
      hash = node(rightToLeft.next().hash(), hash);
    }
    return Sha256.of(hash);
  }

  private byte[] node(byte[] left, byte[] right) {
    sha256.update(NODE);
    sha256.update(left);
    return sha256.digest(right);
  }
}
