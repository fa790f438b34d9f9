package org.obol.dataset.tree;

import org.obol.crypto.ObolException;

/** A JSON Lines file is not UTF-8. */
public final class InvalidTextException extends ObolException {

  private static final long serialVersionUID = 1L;

  /**
   * A complaint about one byte.
   *
   * @param column the byte in the line, from 1
   * @param offset the byte in the file, from 0
   */
  InvalidTextException(long line, long column, long offset) {
    super(
        Exit.FAILED,
        "line "
            + line
            + ", column "
            + column
            + " (offset "
            + offset
            + "): not valid UTF-8. Convert the file to UTF-8 (for example with iconv)"
            + " and try again; nothing was recorded");
  }
}
