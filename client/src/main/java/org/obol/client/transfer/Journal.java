package org.obol.client.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/**
 * Which chunks were verified and written, as an append-only list of 4-byte numbers. It is a hint
 * and never believed: on resume every listed chunk is hashed again, so it needs no fsync. Thread-
 * safe.
 */
final class Journal implements AutoCloseable {

  private final FileChannel channel;

  private Journal(FileChannel channel) {
    this.channel = channel;
  }

  static Journal open(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    // A number that was torn by a kill is cut off, so that the next ones stay aligned.
    long whole = channel.size() - channel.size() % Integer.BYTES;
    channel.truncate(whole).position(whole);
    return new Journal(channel);
  }

  /** The chunks below {@code count} that {@code path} lists; none when there is no journal. */
  static BitSet listed(Path path, int count) throws IOException {
    var chunks = new BitSet();
    if (Files.exists(path)) {
      ByteBuffer numbers = ByteBuffer.wrap(Files.readAllBytes(path));
      while (numbers.remaining() >= Integer.BYTES) {
        int chunk = numbers.getInt();
        if (chunk >= 0 && chunk < count) {
          chunks.set(chunk);
        }
      }
    }
    return chunks;
  }

  synchronized void add(int chunk) throws IOException {
    ByteBuffer number = ByteBuffer.allocate(Integer.BYTES).putInt(chunk).flip();
    while (number.hasRemaining()) {
      channel.write(number);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
