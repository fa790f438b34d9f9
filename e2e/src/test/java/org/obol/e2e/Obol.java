package org.obol.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The one place that knows how the program, or another main class, is started as a process. */
final class Obol {

  /** Long enough for a busy machine; what takes longer hangs. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The root of the repository; tests run in their module's folder. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** As short commands are run: these processes live too short for the optimizing compiler. */
  private static final List<String> QUICK_START =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData");

  private static final Path JAR = ROOT.resolve(Path.of("cli", "target", "dist", "obol.jar"));

  private Obol() {}

  /** Starts {@code obol args…} with {@code home} as its configuration folder. */
  static Running start(Path home, String... args) {
    if (!Files.isRegularFile(JAR)) {
      throw new IllegalStateException(JAR + " is not there: build the program with mvn package");
    }
    return java(home, JAR.toString(), "org.obol.cli.Obol", args);
  }

  /** Runs {@code obol args…} to its end. */
  static Ended run(Path home, String... args) {
    try (Running running = start(home, args)) {
      return running.await(PATIENCE);
    }
  }

  /** Starts a main class of these tests. */
  static Running worker(Path home, Class<?> main, String... args) {
    return java(home, System.getProperty("java.class.path"), main.getName(), args);
  }

  private static Running java(Path home, String classPath, String main, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(QUICK_START);
    command.add("-Djava.io.tmpdir=" + temporary(home));
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command);
    builder.environment().put("OBOL_CONFIG_DIR", home.toString());
    // The servers are on this machine.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    return Running.of(builder);
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
