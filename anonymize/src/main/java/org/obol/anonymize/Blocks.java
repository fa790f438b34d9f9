package org.obol.anonymize;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts a stream into blocks of whole lines. */
final class Blocks {
  /** A longer line is refused, in bytes. */
  static final int LONGEST_LINE = 1 << 28;

  private final InputStream in;
  private final int size;
  private byte[] rest = {};
  private int restSize;
  private boolean ended;

  Blocks(InputStream in, int size) {
    this.in = in;
    this.size = size;
  }

  /** A block: its bytes, and how many of them count. */
  record Block(byte[] bytes, int length) {}

  /**
   * The next block, in {@code buffer} when that is large enough; of length 0 at the end. A last
   * line without line feed is a line.
   *
   * @throws AnonymizeException when a line is longer than {@link #LONGEST_LINE}
   */
  Block next(byte[] buffer) throws IOException {
    byte[] block =
        buffer.length >= Math.max(size, restSize) ? buffer : new byte[Math.max(size, restSize)];
    System.arraycopy(rest, 0, block, 0, restSize);
    int length = restSize;
    restSize = 0;
    int from = 0;
    while (true) {
      if (!ended) {
        int read = in.readNBytes(block, length, block.length - length);
        ended = read < block.length - length;
        length += read;
      }
      int end = ended ? length : lineEnd(block, from, length);
      if (end > 0 || ended) {
        keep(block, end, length);
        return new Block(block, end);
      }
      if (length >= LONGEST_LINE) {
        throw new AnonymizeException("a line is longer than " + (LONGEST_LINE >> 20) + " MiB");
      }
      from = length;
      block = Arrays.copyOf(block, block.length * 2);
    }
  }

  /** Behind the last line feed of {@code block[from, length)}, or 0. */
  private static int lineEnd(byte[] block, int from, int length) {
    for (int at = length; at > from; at--) {
      if (block[at - 1] == '\n') {
        return at;
      }
    }
    return 0;
  }

  private void keep(byte[] block, int end, int length) {
    restSize = length - end;
    if (rest.length < restSize) {
      rest = new byte[restSize];
    }
    System.arraycopy(block, end, rest, 0, restSize);
  }
}
