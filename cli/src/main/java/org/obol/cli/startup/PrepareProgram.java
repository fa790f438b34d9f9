package org.obol.cli.startup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Makes the packaged program quick to start: libraries that can go into the ahead-of-time cache,
 * and the native library of SQLite unpacked, which it would otherwise do at every start.
 */
final class PrepareProgram {

  private PrepareProgram() {}

  /** Prepares the program in the folder {@code args[0]}. */
  public static void main(String[] args) throws IOException {
    Path program = Path.of(args[0]);
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(program.resolve("lib"), "*.jar")) {
      for (Path jar : jars) {
        new ArchivableJar(jar).rewrite();
      }
    }
    unpackSqlite(program.resolve("native"));
  }

  /** On a platform that has none in the jar, SQLite is left to find its library itself. */
  private static void unpackSqlite(Path folder) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream in = LibraryLoaderUtil.class.getResourceAsStream(resource)) {
      Optional<InputStream> found = Optional.ofNullable(in);
      if (found.isPresent()) {
        Files.createDirectories(folder);
        Path temporary = folder.resolve(name + ".new");
        Files.copy(found.get(), temporary, StandardCopyOption.REPLACE_EXISTING);
        Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }
}
