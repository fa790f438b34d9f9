package org.obol.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The scripts in src/test/js, and the packages that they need, which npm fetches once. */
final class Npm {

  private static final Path SCRIPTS = Path.of("src", "test", "js");
  private static final Path FOLDER = Path.of("target", "interop");
  private static final Duration INSTALL = Duration.ofMinutes(5);

  private Npm() {}

  /** Copies the scripts, and fetches exactly the locked packages unless they are there. */
  static synchronized void install() {
    try {
      Path lock = SCRIPTS.resolve("package-lock.json");
      Path installed = FOLDER.resolve("node_modules", "installed.json");
      boolean current = Files.exists(installed) && Files.mismatch(lock, installed) == -1;
      Files.createDirectories(FOLDER);
      try (Stream<Path> all = Files.list(SCRIPTS)) {
        for (Path file : all.toList()) {
          Files.copy(
              file,
              FOLDER.resolve(file.getFileName().toString()),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
      if (!current) {
        fetch();
        Files.copy(lock, installed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void fetch() {
    var npm =
        new ProcessBuilder(
                List.of(
                    "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"))
            .directory(FOLDER.toFile());
    try (Running running = Running.of(npm)) {
      running.await(INSTALL).requireStatus(0);
    }
  }

  /** Starts a script. */
  static Running start(String script, Map<String, String> environment) {
    var node = new ProcessBuilder(List.of("node", script)).directory(FOLDER.toFile());
    node.environment().putAll(environment);
    node.environment().keySet().removeIf(Obol::isProxy);
    return Running.of(node);
  }
}
