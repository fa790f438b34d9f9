package org.obol.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One file slice on its way: owns the open file, counts what leaves it, and tells the listener once
 * that it is over, whichever of completion, reset and shutdown comes first.
 */
final class Download implements Transfer {

  private final HttpReply.FileSlice slice;
  private final CountingChannel file;
  private final Connection connection;
  private final Executor listeners;
  private final AtomicBoolean over = new AtomicBoolean();

  Download(HttpReply.FileSlice slice, Connection connection, Executor listeners)
      throws IOException {
    this.slice = slice;
    this.connection = connection;
    this.listeners = listeners;
    this.file = new CountingChannel(FileChannel.open(slice.file(), StandardOpenOption.READ));
    if (slice.length() > file.size() - slice.offset()) {
      file.close();
      throw new IOException(slice.file() + " is shorter than the slice that was asked for");
    }
  }

  FileChannel file() {
    return file;
  }

  HttpReply.FileSlice slice() {
    return slice;
  }

  @Override
  public long bytesSent() {
    return Math.min(file.count(), slice.length());
  }

  @Override
  public long length() {
    return slice.length();
  }

  @Override
  public void close() {
    connection.reset();
  }

  /** Releases everything; only the first call does anything. */
  void finish() {
    if (over.compareAndSet(false, true)) {
      try {
        listeners.execute(this::release);
      } catch (RejectedExecutionException closing) {
        // The server is closed, so this is the thread of a handler that outlived it.
        release();
      }
    }
  }

  private void release() {
    try (file) {
      slice.listener().ended(bytesSent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
