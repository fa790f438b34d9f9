package org.obol.finetune.backend;

import java.nio.file.Path;

/**
 * A canonical JSON Lines file: UTF-8, one record a line, no blank lines.
 *
 * @param file absolute path
 * @param records lines in it, from 1
 */
public record RecordFile(Path file, long records) {

  /**
   * Checks path and count.
   *
   * @throws IllegalArgumentException naming the rule that is broken
   */
  public RecordFile {
    if (!file.isAbsolute()) {
      throw new IllegalArgumentException("not an absolute path: " + file);
    }
    if (records < 1) {
      throw new IllegalArgumentException(file + " has no records");
    }
  }
}
