package org.obol.finetune.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.trainer.text.Sample;

/** Reads the files that {@link DataReport.Usable#prepare} wrote. */
public final class Samples {

  private Samples() {}

  /**
   * The records of {@code file} in order, read as they are asked for; the caller closes the stream.
   *
   * @throws ObolException when the file cannot be opened; while streaming, when a line is not one
   *     that was written, with its number
   */
  public static Stream<Sample> read(Path file) {
    SourceLines lines;
    try {
      lines = new SourceLines(Files.newInputStream(file));
    } catch (IOException e) {
      throw SourceFile.unreadable(file, e);
    }
    return Stream.generate(() -> next(lines, file))
        .takeWhile(Optional::isPresent)
        .map(Optional::orElseThrow)
        .onClose(() -> close(lines));
  }

  private static Optional<Sample> next(SourceLines lines, Path file) {
    try {
      Optional<SourceLines.Line> line = lines.next();
      return line.map(one -> sample(one, file));
    } catch (IOException e) {
      throw SourceFile.unreadable(file, e);
    }
  }

  private static Sample sample(SourceLines.Line line, Path file) {
    try {
      Json.Obj record = JsonReader.read(line.bytes(), SourceLines.LONGEST).asObject("a record");
      if (record.get("messages").isPresent()) {
        return new Sample.Chat(
            record.list("messages").orElseThrow().stream()
                .map(message -> CanonicalRecord.turn(message.asObject("a message")))
                .toList());
      }
      return record.get("text").isPresent()
          ? new Sample.PlainText(record.requireText("text"))
          : new Sample.Completion(record.requireText("prompt"), record.requireText("completion"));
    } catch (JsonException e) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          file
              + ", line "
              + line.number()
              + ": "
              + e.getMessage()
              + "; this is not a file that the data check wrote, make it again",
          e);
    }
  }

  private static void close(SourceLines lines) {
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
