package org.obol.finetune.data;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.obol.crypto.ObolException;

/** What is said of a file that cannot be read. */
final class SourceFile {

  private SourceFile() {}

  static ObolException unreadable(Path file, IOException e) {
    String detail = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return new ObolException(
        ObolException.Exit.FAILED,
        file
            + " cannot be read: "
            + (detail == null ? e.getClass().getSimpleName() : detail)
            + "; check the name and the rights",
        e);
  }

  static ObolException changed(Path file) {
    return new ObolException(
        ObolException.Exit.FAILED,
        file + " changed while it was worked on; leave it alone and start again");
  }
}
