package org.obol.devnet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.obol.crypto.Shown;

/**
 * The program that is the chain: anvil of the Foundry project, from npm, of one version whose
 * digest is in the package lock beside this class.
 *
 * @param executable the program
 */
public record Anvil(Path executable) {

  /** The version that is installed. */
  public static final String VERSION = "1.7.1";

  private static final String PLATFORM = "linux-amd64";
  private static final Path PROGRAM =
      Path.of("node_modules", "@foundry-rs", "anvil-" + PLATFORM, "bin", "anvil");
  private static final long INSTALL_MINUTES = 5;

  /**
   * The program in {@code folder}, fetched by npm when it is not there yet; no network afterwards.
   *
   * @throws DevnetException when npm is missing, the download fails, or there is no program for
   *     this platform; the message says what to do
   */
  public static Anvil install(Path folder) {
    return install(folder, "npm", platform());
  }

  static Anvil install(Path folder, String npm, String platform) {
    Path installed = folder.toAbsolutePath().resolve("anvil-" + VERSION);
    Path executable = installed.resolve(PROGRAM);
    if (!Files.isExecutable(executable)) {
      if (!platform.equals(PLATFORM)) {
        throw new DevnetException(
            "the local chain comes ready for "
                + PLATFORM
                + " only, not for "
                + platform
                + ": install anvil "
                + VERSION
                + " of the Foundry project and name its path");
      }
      fetch(installed, npm);
    }
    return new Anvil(executable);
  }

  /** This machine as npm's packages of anvil name it, such as {@code darwin-arm64}. */
  private static String platform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return (system.startsWith("mac") ? "darwin" : system)
        + "-"
        + processor.replace("aarch64", "arm64").replace("x86_64", "amd64");
  }

  private static void fetch(Path installed, String npm) {
    Path parent = Objects.requireNonNull(installed.getParent());
    try {
      Files.createDirectories(parent);
      // Two processes may install at once; each has its own folder until the rename.
      Path part = Files.createTempDirectory(parent, "anvil.");
      try {
        copy("package.json", part);
        copy("package-lock.json", part);
        run(npm, part);
        if (!Files.isExecutable(part.resolve(PROGRAM))) {
          throw new DevnetException("npm installed no anvil for this machine (" + PLATFORM + ")");
        }
        Files.move(part, installed, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        if (!Files.isExecutable(installed.resolve(PROGRAM))) {
          throw e;
        }
        // The other process was faster.
      } finally {
        delete(part);
      }
    } catch (IOException e) {
      throw new DevnetException(
          "cannot install the local chain in " + parent + "; check the folder and its space", e);
    }
  }

  private static void copy(String name, Path folder) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Anvil.class.getResourceAsStream("anvil/" + name))) {
      Files.copy(in, folder.resolve(name));
    }
  }

  /** npm ci: exactly what the lock says, each package checked against its digest there. */
  private static void run(String npm, Path folder) throws IOException {
    Path log = folder.resolve("npm.log");
    Process process;
    try {
      process =
          new ProcessBuilder(
                  List.of(
                      npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new DevnetException(
          "the local chain needs npm once, and it was not found: install Node 20 or newer", e);
    }
    try {
      process.getOutputStream().close();
      if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
        throw new DevnetException(
            "npm did not fetch the local chain in " + INSTALL_MINUTES + " minutes; try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DevnetException("interrupted while npm fetched the local chain", e);
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new DevnetException(
          "npm could not fetch the local chain (once; later starts need no network). Check that"
              + " npm reaches its registry and try again. npm said: "
              + words(log));
    }
  }

  private static String words(Path log) throws IOException {
    String text = Files.readString(log, StandardCharsets.UTF_8).strip();
    String first = text.lines().limit(4).reduce((a, b) -> a + " / " + b).orElse("nothing");
    return Shown.line(first);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
