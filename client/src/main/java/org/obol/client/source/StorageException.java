package org.obol.client.source;

import java.io.IOException;

/** Bytes that arrived could not be stored on this machine. */
final class StorageException extends IOException {

  private static final long serialVersionUID = 1L;

  StorageException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
