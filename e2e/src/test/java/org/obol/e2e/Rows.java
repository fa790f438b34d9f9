package org.obol.e2e;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Files of random rows, no two alike. */
final class Rows {

  private Rows() {}

  /** Writes rows until the file has at least {@code bytes}, and no longer than a row more. */
  static Path write(Path file, long bytes, SplittableRandom random) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    byte[] text = new byte[400];
    long written = 0;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      while (written < bytes) {
        random.nextBytes(text);
        String row = "{\"text\":\"" + HexFormat.of().formatHex(text) + "\"}\n";
        out.write(row);
        written += row.length();
      }
    }
    return file;
  }
}
