package org.obol.crypto;

/** Input that is not the JSON it should be; the message names the field or the line and column. */
public final class JsonException extends ObolException {

  private static final long serialVersionUID = 1L;

  /** A complaint about one document; control characters that it quotes are shown as "?". */
  public JsonException(String message) {
    super(Exit.FAILED, Shown.line(message));
  }
}
