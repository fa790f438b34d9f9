package org.obol.anonymize;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.obol.anonymize.scan.Hits;

/**
 * Anonymizes the files of a dataset: finds spans in parallel, numbers their values in reading
 * order, renders in parallel. Strings are looked at again as they will be before they are changed,
 * so that nothing is left to find in a result. The same input and numbering give the same bytes,
 * however many threads work and however the input is cut.
 */
public final class Anonymizer {
  /** What reports call this program. */
  public static final String ENGINE = "obol-anonymize/" + version();

  private static final int BLOCK = 1 << 20;

  private final Policy policy;
  private final Numbering numbering;
  private final int threads;
  private final LongConsumer progress;

  /**
   * @param threads how many blocks are worked on at the same time; 1 does everything on the thread
   *     of the caller
   * @param progress is told the bytes of each block when it is written
   * @throws AnonymizeException when an operator needs a key and the numbering has none
   */
  public Anonymizer(Policy policy, Numbering numbering, int threads, LongConsumer progress) {
    numbering.requireKeyFor(policy);
    this.policy = policy;
    this.numbering = numbering;
    this.threads = threads;
    this.progress = progress;
  }

  /** The version that the build wrote into the library. */
  private static String version() {
    try (InputStream in =
        Objects.requireNonNull(Anonymizer.class.getResourceAsStream("version.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads all parts in order and writes their results. The caller gives outputs their final names,
   * and keeps the numbering, only when this returns.
   *
   * @throws AnonymizeException when a line is not JSON, or a placeholder of the input cannot be
   *     kept apart
   */
  public Report run(List<Part> parts) throws IOException {
    // A placeholder of the input met too late is rare, and mended by a new start.
    for (int tries = 0; tries < 2; tries++) {
      try {
        return attempt(parts);
      } catch (Numbering.Taken e) {
        numbering.restart();
        collectPlaceholders(parts);
      }
    }
    throw new AnonymizeException("the input changed while it was read");
  }

  private Report attempt(List<Part> parts) throws IOException, Numbering.Taken {
    long start = System.nanoTime();
    try (Pipeline pipeline = new Pipeline(policy, numbering.key(), threads)) {
      for (Part part : parts) {
        try (InputStream in = part.input().open();
            OutputStream out = part.output().open()) {
          pipeline.run(
              part,
              new Blocks(in, BLOCK),
              new Pipeline.Stage() {
                @Override
                public void number(Hits hits) throws Numbering.Taken {
                  numbering.number(hits);
                }

                @Override
                public void write(byte[] bytes, int length, int read) throws IOException {
                  out.write(bytes, 0, length);
                  progress.accept(read);
                }
              });
        }
      }
      return pipeline.report(parts, numbering, System.nanoTime() - start);
    }
  }

  /**
   * A number was given away before its placeholder was met: look through everything first, then
   * number around the placeholders.
   */
  private void collectPlaceholders(List<Part> parts) throws IOException {
    Slot slot = new Slot(policy, numbering.key());
    for (Part part : parts) {
      if (!part.repeatable()) {
        throw new AnonymizeException(
            part.name()
                + " has placeholders whose numbers were already given away, and cannot be read"
                + " twice: put it into a file first");
      }
      try (InputStream in = part.input().open()) {
        Blocks blocks = new Blocks(in, BLOCK);
        for (Blocks.Block block = blocks.next(slot.bytes);
            block.length() > 0;
            block = blocks.next(slot.bytes)) {
          slot.fill(block);
          slot.detect();
          numbering.reserveOnly(slot.hits);
        }
      }
    }
  }
}
