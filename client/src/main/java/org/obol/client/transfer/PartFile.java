package org.obol.client.transfer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The bytes of a file that is not complete yet. Thread-safe: every access names its place. */
final class PartFile implements AutoCloseable {

  private final RandomAccessFile file;
  private final FileChannel channel;

  private PartFile(RandomAccessFile file) {
    this.file = file;
    this.channel = file.getChannel();
  }

  /** Opens or creates the file. */
  static PartFile open(Path path) throws IOException {
    return new PartFile(new RandomAccessFile(path.toFile(), "rw"));
  }

  long length() throws IOException {
    return channel.size();
  }

  /** Makes the file so long; what is new takes no space until it is written. */
  void setLength(long bytes) throws IOException {
    if (channel.size() != bytes) {
      file.setLength(bytes);
    }
  }

  void write(ByteBuffer data, long at) throws IOException {
    long position = at;
    while (data.hasRemaining()) {
      position += channel.write(data, position);
    }
  }

  /** Reads until {@code into} is full; false when the file ends before. */
  boolean read(ByteBuffer into, long at) throws IOException {
    long position = at;
    while (into.hasRemaining()) {
      int read = channel.read(into, position);
      if (read < 0) {
        return false;
      }
      position += read;
    }
    return true;
  }

  /** Makes everything written durable. */
  void force() throws IOException {
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
