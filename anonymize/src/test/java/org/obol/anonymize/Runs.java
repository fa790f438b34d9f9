package org.obol.anonymize;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs of the anonymizer in memory. */
final class Runs {
  private Runs() {}

  record Result(byte[] bytes, Report report) {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  static Result run(Policy policy, Numbering numbering, int threads, byte[] input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part part =
        new Part(
            "in.jsonl",
            () -> new ByteArrayInputStream(input),
            () -> {
              out.reset();
              return out;
            },
            true);
    try {
      Report report = new Anonymizer(policy, numbering, threads, bytes -> {}).run(List.of(part));
      return new Result(out.toByteArray(), report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String run(String input) {
    return run(Policy.full(), Numbering.once(), 1, bytes(input)).text();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Hands out {@code bytes} in pieces of at most {@code step}. */
  static InputStream slowly(byte[] bytes, int step) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] b, int off, int len) throws IOException {
        return super.read(b, off, Math.min(len, step));
      }

      @Override
      public int readNBytes(byte[] b, int off, int len) throws IOException {
        int read = 0;
        while (read < len) {
          int more = read(b, off + read, len - read);
          if (more < 0) {
            return read;
          }
          read += more;
        }
        return read;
      }
    };
  }
}
