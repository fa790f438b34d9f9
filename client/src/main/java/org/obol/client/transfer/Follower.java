package org.obol.client.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import org.obol.dataset.tree.Chunks;

/**
 * The verified prefix of a file as a stream that waits for the download: reading it hashes the file
 * from the page cache while later chunks are still on their way.
 */
final class Follower extends InputStream {

  private final PartFile part;
  private final Work work;
  private final long size;
  private long position;
  private long safe;

  Follower(PartFile part, Work work, long size) {
    this.part = part;
    this.work = work;
    this.size = size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == size) {
      return -1;
    }
    if (position == safe) {
      advance();
    }
    int part = (int) Math.min(length, safe - position);
    if (!this.part.read(ByteBuffer.wrap(into, offset, part), position)) {
      throw new IOException("the file became shorter while it was checked");
    }
    position += part;
    return part;
  }

  private void advance() throws IOException {
    try {
      int chunks = work.prefixBeyond((int) (safe / Chunks.SIZE));
      safe = Math.min(size, (long) chunks * Chunks.SIZE);
    } catch (InterruptedException e) {
      throw (IOException) new InterruptedIOException("stopped").initCause(e);
    }
  }
}
