package org.obol.anonymize.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.obol.anonymize.AnonymizeException;

/** Finds the files of JSON lines that lie at a path, in an order that is always the same. */
final class Inputs {
  private Inputs() {}

  /**
   * The file itself, or all files of the folder in the order of their names.
   *
   * @throws AnonymizeException when there is none, or one of another kind
   */
  static List<Input> at(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new AnonymizeException(path + ": no such file or folder");
    }
    if (Files.isDirectory(path)) {
      return folder(path);
    }
    if (!Files.isRegularFile(path)) {
      throw new AnonymizeException(path + ": not a regular file; pipe it in and give -");
    }
    return List.of(new Input(String.valueOf(path.getFileName()), path));
  }

  private static List<Input> folder(Path folder) throws IOException {
    Path root = folder.toRealPath();
    List<Input> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          requireRegular(path);
          found.add(new Input(name(root.relativize(path)), path));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (found.isEmpty()) {
      throw new AnonymizeException(folder + ": no file in this folder");
    }
    found.sort(Comparator.comparing(Input::name));
    return found;
  }

  private static void requireRegular(Path path) {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new AnonymizeException(
          path + ": a link or no regular file; put the file itself there, or take this away");
    }
  }

  /** With slashes on every system. */
  private static String name(Path relative) {
    List<String> segments = new ArrayList<>();
    relative.forEach(segment -> segments.add(segment.toString()));
    return String.join("/", segments);
  }
}
