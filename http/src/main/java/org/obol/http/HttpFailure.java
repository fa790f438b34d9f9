package org.obol.http;

import org.obol.crypto.ObolException;

/** The network, or the other side of it, did not do what was needed. */
public final class HttpFailure extends ObolException {

  private static final long serialVersionUID = 1L;

  /** What went wrong; only the first two may be cured by trying again. */
  public enum Reason {
    /** No connection, or it broke. */
    UNREACHABLE,
    /** Not finished within its time. */
    TIMEOUT,
    /** The answer is longer than allowed. */
    TOO_LARGE,
    /** The address is one that must not be asked. */
    FORBIDDEN_ADDRESS,
    /** A redirect that is not followed. */
    REDIRECT
  }

  private final Reason reason;

  /** A failure of which the other side is the only cause known. */
  public HttpFailure(Reason reason, String message) {
    super(Exit.NETWORK, message);
    this.reason = reason;
  }

  /** A failure with the exception that was its cause. */
  public HttpFailure(Reason reason, String message, Throwable cause) {
    super(Exit.NETWORK, message, cause);
    this.reason = reason;
  }

  /** What went wrong. */
  public Reason reason() {
    return reason;
  }
}
