package org.obol.trainer.base;

import org.obol.crypto.ObolException;
import org.obol.crypto.Shown;

/** A folder that is no base model, or one that could run code. */
public final class BaseException extends ObolException {

  private static final long serialVersionUID = 1L;

  /** Says which file is wrong and how to mend it; control characters are shown as "?". */
  public BaseException(String message) {
    super(Exit.FAILED, Shown.line(message));
  }

  /** As {@link #BaseException(String)}, with the exception that was its cause. */
  public BaseException(String message, Throwable cause) {
    super(Exit.FAILED, Shown.line(message), cause);
  }
}
