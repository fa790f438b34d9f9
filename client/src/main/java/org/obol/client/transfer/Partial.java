package org.obol.client.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the bytes and the journal of an unfinished file are. */
public record Partial(Path data, Path journal) {

  /** Throws both away. */
  void delete() throws IOException {
    Files.deleteIfExists(journal);
    Files.deleteIfExists(data);
  }
}
