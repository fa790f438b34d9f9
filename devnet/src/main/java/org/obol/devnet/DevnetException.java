package org.obol.devnet;

import org.obol.crypto.ObolException;

/** The local chain could not be installed or started; the message says what to do. */
public final class DevnetException extends ObolException {

  private static final long serialVersionUID = 1L;

  /** A failure in words. */
  public DevnetException(String message) {
    super(Exit.FAILED, message);
  }

  /** A failure with the exception that was its cause. */
  public DevnetException(String message, Throwable cause) {
    super(Exit.FAILED, message, cause);
  }
}
