package org.obol.anonymize.spark;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FSDataInputStream;

/** The bytes of the lines that begin in a range. Reads its file forwards, and closes it. */
final class RangeInput extends InputStream {
  private static final int STEP = 1 << 16;

  private final FSDataInputStream in;
  private final LineRange range;
  private long position;
  private byte last = '\n';

  /** Takes over {@code in}, which is the file of the range at its start. */
  RangeInput(FSDataInputStream in, LineRange range) throws IOException {
    this.in = in;
    this.range = range;
    if (range.from() > 0) {
      position = firstLine();
      if (position < range.to()) {
        in.seek(position);
      }
    }
  }

  /** Where the first line of the range begins; its end when there is none. */
  private long firstLine() throws IOException {
    byte[] buffer = new byte[STEP];
    in.seek(range.from() - 1);
    long at = range.from() - 1;
    while (at < range.to() - 1) {
      int read = readSome(buffer, 0, (int) Math.min(STEP, range.to() - 1 - at));
      int end = throughLineFeed(buffer, 0, read);
      if (buffer[end - 1] == '\n') {
        return at + end;
      }
      at += read;
    }
    return range.to();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    boolean beyond = position >= range.to();
    if (position >= range.length() || (beyond && last == '\n')) {
      return -1;
    }
    long limit = beyond ? range.length() : range.to();
    int read = readSome(into, offset, (int) Math.min(length, limit - position));
    int taken = beyond ? throughLineFeed(into, offset, read) : read;
    position += taken;
    last = into[offset + taken - 1];
    return taken;
  }

  private int readSome(byte[] into, int offset, int length) throws IOException {
    int read = in.read(into, offset, length);
    if (read < 1) {
      throw new IOException(range.path() + " became shorter while it was read");
    }
    return read;
  }

  /** How many of the bytes there are up to the first line feed, or all of them. */
  private static int throughLineFeed(byte[] bytes, int offset, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[offset + i] == '\n') {
        return i + 1;
      }
    }
    return length;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
