package org.obol.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Writes JSON Lines of about 1.4 KB a row, the same for the same seed: {@code FILE BYTES}. */
public final class RowsFile {

  private static final long SEED = 20261122;
  private static final int WORDS = 4096;
  private static final int ROW = 1400;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final byte[][] words = new byte[WORDS][];

  private RowsFile() {
    for (int i = 0; i < WORDS; i++) {
      byte[] word = new byte[random.nextInt(2, 11)];
      for (int at = 0; at < word.length; at++) {
        word[at] = (byte) random.nextInt('a', 'z' + 1);
      }
      words[i] = word;
    }
  }

  /** Writes the file. */
  public static void main(String[] args) throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(Path.of(args[0])), 1 << 20)) {
      write(out, Long.parseLong(args[1]));
    }
  }

  /** Writes whole rows until {@code bytes} are reached. */
  static void write(OutputStream out, long bytes) throws IOException {
    var rows = new RowsFile();
    long written = 0;
    for (long number = 0; written < bytes; number++) {
      written += rows.row(out, number);
    }
  }

  private long row(OutputStream out, long number) throws IOException {
    byte[] head =
        "{\"id\":%d,\"messages\":[{\"role\":\"user\",\"content\":\""
            .formatted(number)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] answer =
        "\"},{\"role\":\"assistant\",\"content\":\"".getBytes(StandardCharsets.US_ASCII);
    byte[] tail = "\"}]}\n".getBytes(StandardCharsets.US_ASCII);
    out.write(head);
    int question = text(out, random.nextInt(60, 200));
    out.write(answer);
    int reply = text(out, random.nextInt(ROW - 500, ROW + 200));
    out.write(tail);
    return (long) head.length + question + answer.length + reply + tail.length;
  }

  private int text(OutputStream out, int bytes) throws IOException {
    int written = 0;
    while (written < bytes) {
      byte[] word = words[random.nextInt(WORDS)];
      out.write(word);
      out.write(' ');
      written += word.length + 1;
    }
    return written;
  }
}
