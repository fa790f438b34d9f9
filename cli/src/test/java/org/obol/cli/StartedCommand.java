package org.obol.cli;

import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;

/** A command line that runs until it is stopped, in this process. Closing stops it. */
public final class StartedCommand implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 120;

  private final BlockingQueue<String> lines;
  private final Thread thread;

  StartedCommand(BlockingQueue<String> lines, Runnable command) {
    this.lines = lines;
    this.thread = Thread.ofPlatform().name("started-command").start(command);
  }

  /** Takes text and passes whole lines on. */
  static final class LineWriter extends Writer {

    private final BlockingQueue<String> lines;
    private final StringBuilder line = new StringBuilder();

    LineWriter(BlockingQueue<String> lines) {
      this.lines = lines;
    }

    @Override
    public void write(char[] text, int offset, int length) {
      synchronized (lock) {
        for (int i = offset; i < offset + length; i++) {
          if (text[i] == '\n') {
            lines.add(line.toString());
            line.setLength(0);
          } else {
            line.append(text[i]);
          }
        }
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() throws IOException {}
  }

  static BlockingQueue<String> queue() {
    return new LinkedBlockingQueue<>();
  }

  /** The next line that is printed, on whichever stream. */
  public String line() {
    try {
      String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("nothing was printed");
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The next line that begins a JSON object; what is printed before it may be advice. */
  public Json.Obj json() {
    String line = line();
    while (!line.startsWith("{")) {
      line = line();
    }
    return JsonReader.read(line).asObject("the answer");
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      if (!thread.join(java.time.Duration.ofSeconds(PATIENCE_SECONDS))) {
        throw new AssertionError("the command does not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
