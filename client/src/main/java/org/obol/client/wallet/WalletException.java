package org.obol.client.wallet;

import org.obol.crypto.ObolException;

/** A wallet that is not there, is there already, or cannot be used. */
public final class WalletException extends ObolException {

  private static final long serialVersionUID = 1L;

  /** A complaint about one wallet. */
  public WalletException(Exit exit, String message) {
    super(exit, message);
  }

  /** A complaint about one wallet, with the exception that was its cause. */
  public WalletException(String message, Throwable cause) {
    super(Exit.FAILED, message, cause);
  }
}
