package org.obol.crypto;

/** Input that is not the JSON it should be; the message names the field or the line and column. */
public final class JsonException extends ObolException {

  private static final long serialVersionUID = 1L;

  /** A complaint about one document. */
  public JsonException(String message) {
    super(Exit.FAILED, message);
  }
}
