package org.obol.trainer.base;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.obol.crypto.Sha256;

/**
 * Which base model it is: all files directly in its folder, but those whose name begins with a dot.
 * Nothing is read from folders below, so they do not count.
 *
 * @param files sorted by name
 */
public record BaseDigest(List<BaseFile> files) {

  private static final int BUFFER = 1 << 20;

  /** Copies the files. */
  public BaseDigest {
    files = List.copyOf(files);
  }

  /** SHA-256 over a line {@code name NUL hex LF} for each file, in UTF-8, sorted by name. */
  public Sha256 root() {
    StringBuilder lines = new StringBuilder();
    files.forEach(
        file -> lines.append(file.name()).append('\0').append(file.sha256().hex()).append('\n'));
    return Sha256.hash(lines.toString());
  }

  /**
   * Reads every file.
   *
   * @throws IOException when one cannot be read
   */
  static BaseDigest of(Path folder) throws IOException {
    List<BaseFile> files = new ArrayList<>();
    for (String name : names(folder)) {
      files.add(file(folder.resolve(name), name));
    }
    return new BaseDigest(files);
  }

  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> held = Files.list(folder)) {
      return held.filter(Files::isRegularFile)
          .map(path -> String.valueOf(path.getFileName()))
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  private static BaseFile file(Path path, String name) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    try (InputStream in = Files.newInputStream(path)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        bytes += read;
      }
    }
    return new BaseFile(name, bytes, Sha256.of(digest.digest()));
  }
}
