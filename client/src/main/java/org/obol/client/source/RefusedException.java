package org.obol.client.source;

import org.obol.crypto.ObolException;

/** The server will not hand this version to this token: 401, 402, 403 or 410. */
public final class RefusedException extends ObolException {

  private static final long serialVersionUID = 1L;

  private final String code;

  /** A refusal with the server's error code. */
  public RefusedException(String code, String message) {
    super(Exit.REFUSED, message);
    this.code = code;
  }

  /** The server's error code, for example {@code version_not_entitled}. */
  public String code() {
    return code;
  }
}
