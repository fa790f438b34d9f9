package org.obol.finetune.backend;

/**
 * Records in the form that a tool reads.
 *
 * @param path below the folder of the run, such as {@code data/train.jsonl}
 * @param source canonical file
 */
public record DataFile(String path, RecordFile source, Form form) {

  /** What a record becomes. */
  public enum Form {
    /** The same line. */
    CANONICAL,
    /** A prompt and its completion as a conversation of two turns. */
    MESSAGES,
    /**
     * The same line, after a check that user and assistant alternate; for tools that leave out
     * other conversations with no more than a warning.
     */
    ALTERNATING
  }

  /**
   * Checks that the path stays inside.
   *
   * @throws IllegalArgumentException when it does not
   */
  public DataFile {
    TextFile.requireInside(path);
  }
}
