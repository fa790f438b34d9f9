package org.obol.trainer.safetensors;

import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.crypto.Shown;

/** Weights that cannot be read, or not safely; the message names the file and the tensor. */
public final class SafetensorsException extends ObolException {

  private static final long serialVersionUID = 1L;

  private static final int LONGEST_NAME = 120;

  /** Says what is wrong and where; control characters that it quotes are shown as "?". */
  public SafetensorsException(String message) {
    super(Exit.FAILED, Shown.line(message));
  }

  /** As {@link #SafetensorsException(String)}, with the exception that was its cause. */
  public SafetensorsException(String message, Throwable cause) {
    super(Exit.FAILED, Shown.line(message), cause);
  }

  /** A name out of a file, quoted and shortened for a message. */
  static String quote(String name) {
    String head = Shown.head(name, LONGEST_NAME);
    String quoted = Json.of(head).text();
    return head.length() == name.length() ? quoted : quoted + "…";
  }
}
