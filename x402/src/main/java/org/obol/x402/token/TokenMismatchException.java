package org.obol.x402.token;

import org.obol.crypto.ObolException;

/** A token that is not on the chain what its description says; nothing can be sold for it. */
public final class TokenMismatchException extends ObolException {

  private static final long serialVersionUID = 1L;

  /** What differs and what to do. */
  public TokenMismatchException(String message) {
    super(Exit.VERIFICATION, message);
  }
}
