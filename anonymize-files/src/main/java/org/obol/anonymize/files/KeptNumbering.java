package org.obol.anonymize.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.obol.anonymize.AnonymizeException;
import org.obol.anonymize.Numbering;
import org.obol.anonymize.NumberingFile;

/**
 * A numbering and the file it came from. Two runs at the same time would give one number to two
 * values, so the second one to finish is refused.
 */
record KeptNumbering(Path file, Numbering numbering, Optional<State> before) {
  /** What tells one state of the file from the next. */
  record State(String identity, FileTime modified, long size) {}

  static KeptNumbering load(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(absolute)) {
      throw new AnonymizeException(file + " cannot be a numbering: no such folder, or a folder");
    }
    Optional<State> before = state(absolute);
    return new KeptNumbering(absolute, NumberingFile.load(absolute), before);
  }

  void save() throws IOException {
    if (!state(file).equals(before)) {
      throw new AnonymizeException(
          file + " was changed by another run in the meantime; nothing was written, run again");
    }
    NumberingFile.save(numbering, file);
  }

  private static Optional<State> state(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return Optional.of(
        new State(
            String.valueOf(attributes.fileKey()),
            attributes.lastModifiedTime(),
            attributes.size()));
  }
}
