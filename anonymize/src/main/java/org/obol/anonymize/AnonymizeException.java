package org.obol.anonymize;

/**
 * The run stopped, and no output has its final name. The message says where and what to do, and
 * quotes nothing of the data.
 */
public final class AnonymizeException extends RuntimeException {
  public AnonymizeException(String message) {
    super(message);
  }

  public AnonymizeException(String message, Throwable cause) {
    super(message, cause);
  }
}
