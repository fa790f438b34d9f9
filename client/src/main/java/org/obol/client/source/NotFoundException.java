package org.obol.client.source;

import org.obol.crypto.ObolException;

/** The server has no such thing: 404. */
public final class NotFoundException extends ObolException {

  private static final long serialVersionUID = 1L;

  private final String code;

  /** An absence with the server's error code, or {@code not_found} when it gave none. */
  public NotFoundException(String code, String message) {
    super(Exit.FAILED, message);
    this.code = code;
  }

  /** The server's error code, for example {@code unknown_version}. */
  public String code() {
    return code;
  }
}
