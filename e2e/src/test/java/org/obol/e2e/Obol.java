package org.obol.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The one place that knows how the program, or another main class, is started as a process. */
final class Obol {

  /** Long enough for a busy machine; what takes longer hangs. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The root of the repository; tests run in their module's folder. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** What users start; it builds and prepares the program when that is needed. */
  static final Path LAUNCHER = ROOT.resolve("obol");

  private static final List<String> QUICK_START =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData");

  private Obol() {}

  /** Starts {@code obol args…} with {@code home} as its configuration folder. */
  static Running start(Path home, String... args) {
    var builder = new ProcessBuilder();
    builder.command().add(LAUNCHER.toString());
    builder.command().addAll(List.of(args));
    return start(home, builder);
  }

  /** Runs {@code obol args…} to its end. */
  static Ended run(Path home, String... args) {
    try (Running running = start(home, args)) {
      return running.await(PATIENCE);
    }
  }

  /** Starts a main class of these tests. */
  static Running worker(Path home, Class<?> main, String... args) {
    var builder = new ProcessBuilder();
    builder.command().add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    builder.command().addAll(QUICK_START);
    builder.command().addAll(List.of("-Djava.io.tmpdir=" + temporary(home)));
    builder.command().addAll(List.of("-cp", System.getProperty("java.class.path")));
    builder.command().add(main.getName());
    builder.command().addAll(List.of(args));
    return start(home, builder);
  }

  /** Starts any process with {@code home} as the configuration folder. */
  static Running start(Path home, ProcessBuilder builder) {
    builder.environment().put("OBOL_CONFIG_DIR", home.toString());
    // What is fetched once is shared by all tests, and never put into the user's own folder.
    builder
        .environment()
        .put("OBOL_DATA_DIR", Path.of("target", "data").toAbsolutePath().toString());
    // Relative, because the launcher splits the options at spaces.
    Path here = Path.of("").toAbsolutePath();
    Path temporary = here.relativize(temporary(home).toAbsolutePath());
    builder.environment().put("OBOL_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
    // The servers are on this machine.
    builder.environment().keySet().removeIf(Obol::isProxy);
    return Running.of(builder);
  }

  /** Whether a variable of the environment names a proxy. */
  static boolean isProxy(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith("_proxy");
  }

  /** Beside the home, so that what a killed process left there goes away with it. */
  static Path temporary(Path home) {
    try {
      return Files.createDirectories(home.resolveSibling(home.getFileName() + ".tmp"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file of text and returns it. */
  static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.writeString(file, text, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
