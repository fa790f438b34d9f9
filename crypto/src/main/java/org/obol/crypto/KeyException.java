package org.obol.crypto;

/** A key file or keystore that cannot be used; the message never holds a key or a passphrase. */
public final class KeyException extends ObolException {

  private static final long serialVersionUID = 1L;

  /** A complaint about one key. */
  public KeyException(String message) {
    super(Exit.FAILED, message);
  }

  /** A complaint about one key, with the exception that was its cause. */
  public KeyException(String message, Throwable cause) {
    super(Exit.FAILED, message, cause);
  }
}
