package org.obol.cli.publish;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs that the user has installed. */
final class Programs {

  private static final String HOMEBREW = "/opt/homebrew/bin";

  private Programs() {}

  /**
   * The executable of that name on {@code searchPath}, the value of PATH, or where Homebrew puts
   * it.
   */
  static Optional<Path> find(String name, Optional<String> searchPath) {
    Stream<String> folders =
        searchPath.stream().flatMap(path -> Arrays.stream(path.split(File.pathSeparator, -1)));
    return Stream.concat(folders, Stream.of(HOMEBREW))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder).resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
