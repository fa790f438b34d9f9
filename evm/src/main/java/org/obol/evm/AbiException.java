package org.obol.evm;

import org.obol.crypto.ObolException;

/** Bytes from a contract that are not the values they should be. */
public final class AbiException extends ObolException {

  private static final long serialVersionUID = 1L;

  /** A complaint that names the expected types. */
  public AbiException(String message, Throwable cause) {
    super(Exit.VERIFICATION, message, cause);
  }
}
