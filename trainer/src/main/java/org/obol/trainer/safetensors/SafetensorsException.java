package org.obol.trainer.safetensors;

import org.obol.crypto.Json;
import org.obol.crypto.ObolException;

/** Weights that cannot be read, or not safely; the message names the file and the tensor. */
public final class SafetensorsException extends ObolException {

  private static final long serialVersionUID = 1L;

  private static final int LONGEST_NAME = 120;

  /** Says what is wrong and where; control characters that it quotes are shown as "?". */
  public SafetensorsException(String message) {
    super(Exit.FAILED, message.replaceAll("\\p{Cntrl}", "?"));
  }

  /** As {@link #SafetensorsException(String)}, with the exception that was its cause. */
  public SafetensorsException(String message, Throwable cause) {
    super(Exit.FAILED, message.replaceAll("\\p{Cntrl}", "?"), cause);
  }

  /** A name out of a file, quoted and shortened for a message. */
  static String quote(String name) {
    int length = Math.min(name.length(), LONGEST_NAME);
    if (length < name.length() && Character.isHighSurrogate(name.charAt(length - 1))) {
      length--;
    }
    String quoted = Json.of(name.substring(0, length)).text();
    return length == name.length() ? quoted : quoted + "…";
  }
}
