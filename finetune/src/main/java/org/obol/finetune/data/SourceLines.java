package org.obol.finetune.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.obol.crypto.Sha256;
import org.obol.dataset.tree.MerkleAccumulator;

/**
 * The lines of a file in order, hashed while they are read. Lines are the bytes between LF, a CR
 * belongs to its line, a final LF ends the last line. A line beyond the limit is hashed, but not
 * kept. Not thread-safe.
 */
final class SourceLines implements Closeable {

  /** Longest line in bytes. */
  static final int LONGEST = 16 << 20;

  private static final int BLOCK = 1 << 16;
  private static final byte LEAF = 0x00;

  /**
   * One line.
   *
   * @param number from 1
   * @param bytes without LF; nothing when it is too long
   * @param length in bytes, of one that is too long as well
   * @param ended whether an LF followed
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Line(long number, byte[] bytes, long length, boolean ended) {
    boolean tooLong() {
      return length > LONGEST;
    }
  }

  private final InputStream in;
  private final MessageDigest whole = Sha256.digest();
  private final MessageDigest leaf = Sha256.digest();
  private final MerkleAccumulator tree = new MerkleAccumulator();
  private final byte[] block = new byte[BLOCK];
  private byte[] line = new byte[BLOCK];
  private int from;
  private int to;
  private long size;

  SourceLines(InputStream in) {
    this.in = in;
  }

  /** The next line; empty at the end of the file. */
  Optional<Line> next() throws IOException {
    long length = 0;
    boolean ended = false;
    leaf.update(LEAF);
    while (!ended && (from < to || fill())) {
      int end = lineFeed();
      leaf.update(block, from, end - from);
      keep(length, end);
      length += end - from;
      ended = end < to;
      from = ended ? end + 1 : end;
    }
    if (!ended && length == 0) {
      return Optional.empty();
    }
    tree.add(leaf.digest());
    byte[] bytes = length > LONGEST ? new byte[0] : Arrays.copyOf(line, (int) length);
    if (line.length > BLOCK) {
      line = new byte[BLOCK];
    }
    return Optional.of(new Line(tree.leaves(), bytes, length, ended));
  }

  /** What was read, which is the whole file after the last line. */
  Source source() {
    return new Source(Sha256.of(whole.digest()), size, new LineRoot(tree.leaves(), tree.root()));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(block));
    whole.update(block, 0, to);
    size += to;
    return to > 0;
  }

  private int lineFeed() {
    for (int at = from; at < to; at++) {
      if (block[at] == '\n') {
        return at;
      }
    }
    return to;
  }

  private void keep(long length, int end) {
    long longer = length + end - from;
    if (longer > LONGEST) {
      return;
    }
    if (longer > line.length) {
      line = Arrays.copyOf(line, (int) Math.min(LONGEST, Math.max(longer, 2L * line.length)));
    }
    System.arraycopy(block, from, line, (int) length, end - from);
  }
}
