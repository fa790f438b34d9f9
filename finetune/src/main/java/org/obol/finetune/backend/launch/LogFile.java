package org.obol.finetune.backend.launch;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The log of a command: the first {@value #LIMIT} characters in a file, the last {@value #TAIL}
 * lines in memory. Owned by the thread that reads the output until the command has ended.
 */
final class LogFile implements AutoCloseable {

  static final long LIMIT = 64L << 20;
  static final int TAIL = 40;

  private final BufferedWriter out;
  private final ArrayDeque<String> tail = new ArrayDeque<>();
  private long written;
  private boolean full;

  LogFile(Path file) throws IOException {
    out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
  }

  void add(String line) {
    if (tail.size() == TAIL) {
      tail.removeFirst();
    }
    tail.addLast(line);
    try {
      if (written + line.length() < LIMIT) {
        append(line);
      } else if (!full) {
        full = true;
        append("(the log is full; what follows is not kept)");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void append(String line) throws IOException {
    out.write(line);
    out.newLine();
    // Somebody may be watching the file.
    out.flush();
    written += line.length() + 1L;
  }

  /** The last lines. */
  List<String> tail() {
    return List.copyOf(tail);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
