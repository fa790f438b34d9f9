package org.obol.dataset.tree;

import org.obol.crypto.ObolException;

/** A JSON Lines file is not UTF-8. */
public final class InvalidTextException extends ObolException {

  private static final long serialVersionUID = 1L;

  InvalidTextException(long line, long offset) {
    super(
        Exit.FAILED,
        "line "
            + line
            + ", byte "
            + offset
            + ": not valid UTF-8. Convert the file to UTF-8 (for example with iconv)"
            + " and try again; nothing was recorded");
  }
}
