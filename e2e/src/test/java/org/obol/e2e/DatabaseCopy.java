package org.obol.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A copy of a home's database as it lay there, with its log, taken while nobody had it open. */
record DatabaseCopy(Path home, Path copy) {

  private static final List<String> FILES = List.of("node.db", "node.db-wal", "node.db-shm");

  static DatabaseCopy of(Path home, Path copy) throws IOException {
    Files.createDirectories(copy);
    replace(home, copy);
    return new DatabaseCopy(home, copy);
  }

  /** Puts it back over what is there now. */
  void putBack() throws IOException {
    replace(copy, home);
  }

  private static void replace(Path from, Path to) throws IOException {
    for (String name : FILES) {
      Files.deleteIfExists(to.resolve(name));
      if (Files.exists(from.resolve(name))) {
        Files.copy(from.resolve(name), to.resolve(name));
      }
    }
  }
}
