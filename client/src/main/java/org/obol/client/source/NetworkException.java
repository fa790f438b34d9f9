package org.obol.client.source;

import org.obol.crypto.ObolException;

/** The other side could not be reached, or kept breaking off until patience ran out. */
public final class NetworkException extends ObolException {

  private static final long serialVersionUID = 1L;

  /** A failure that says what was tried last. */
  public NetworkException(String message) {
    super(Exit.NETWORK, message + "; run the same command again to resume");
  }
}
