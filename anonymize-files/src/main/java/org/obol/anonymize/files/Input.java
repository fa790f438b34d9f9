package org.obol.anonymize.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.obol.anonymize.AnonymizeException;

/**
 * One file to read.
 *
 * @param name what messages, reports and the output call it: relative, with slashes
 */
public record Input(String name, Path path) {
  private static final int BUFFER = 1 << 16;

  /**
   * @throws AnonymizeException when the name does not end in .jsonl, .jsonl.gz or .jsonl.zst
   */
  public Input {
    if (Compression.named(name).isEmpty()) {
      throw new AnonymizeException(
          path
              + ": only .jsonl, .jsonl.gz and .jsonl.zst can be anonymized; take it away from"
              + " here, also where it is a hidden file that the system made");
    }
  }

  Compression compression() {
    return Compression.named(name).orElseThrow();
  }

  /** Its lines; {@code progress} is told the bytes read from the file. */
  InputStream open(LongConsumer progress) throws IOException {
    InputStream file = Files.newInputStream(path);
    try {
      var raw = new PushbackInputStream(counted(file, progress), Compression.MAGIC);
      Compression found = peek(raw);
      if (found != compression()) {
        throw new AnonymizeException(
            path + ": the name says " + compression() + ", but it holds " + found + "; rename it");
      }
      return new NamedInput(path.toString(), found.decoded(raw));
    } catch (IOException e) {
      file.close();
      throw NamedInput.unreadable(path.toString(), e);
    } catch (AnonymizeException e) {
      file.close();
      throw e;
    }
  }

  /** The lines of a stream without a name, compressed or not. */
  static InputStream standard(InputStream stream, LongConsumer progress) {
    try {
      var raw = new PushbackInputStream(counted(stream, progress), Compression.MAGIC);
      return new NamedInput(STANDARD, peek(raw).decoded(raw));
    } catch (IOException e) {
      throw NamedInput.unreadable(STANDARD, e);
    }
  }

  /** What messages call the stream without a name. */
  static final String STANDARD = "standard input";

  private static InputStream counted(InputStream stream, LongConsumer progress) {
    return new BufferedInputStream(new CountedInput(stream, progress), BUFFER);
  }

  private static Compression peek(PushbackInputStream raw) throws IOException {
    byte[] head = raw.readNBytes(Compression.MAGIC);
    raw.unread(head);
    return Compression.begunBy(head);
  }
}
