package org.obol.anonymize.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.anonymize.AnonymizeException;

/** Refuses a run that would write over what it reads, or two things to one place. */
final class Apart {
  private Apart() {}

  static void require(AnonymizeFiles.Request request) throws IOException {
    List<Path> named = new ArrayList<>();
    for (Path path : List.of(request.in(), request.out())) {
      if (!path.equals(AnonymizeFiles.STANDARD)) {
        named.add(path);
      }
    }
    request.report().ifPresent(named::add);
    request.numbering().ifPresent(named::add);
    for (int i = 0; i < named.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (same(named.get(i), named.get(j))) {
          throw new AnonymizeException(
              named.get(i)
                  + " is named twice; input, output, report and numbering are different files");
        }
      }
    }
    if (named.contains(request.in()) && named.contains(request.out())) {
      requireNotNested(request.in(), request.out());
    }
  }

  private static boolean same(Path one, Path other) throws IOException {
    return (Files.exists(one) && Files.exists(other))
        ? Files.isSameFile(one, other)
        : one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  private static void requireNotNested(Path in, Path out) throws IOException {
    if (!Files.isDirectory(in)) {
      return;
    }
    Path from = in.toRealPath();
    Path to = real(out);
    if (from.startsWith(to) || to.startsWith(from)) {
      throw new AnonymizeException(
          out + " and " + in + " lie in each other; write to a folder beside the input");
    }
  }

  /** Its real path, or that of its folder and its name when it is not there yet. */
  private static Path real(Path path) throws IOException {
    if (Files.exists(path)) {
      return path.toRealPath();
    }
    Path absolute = path.toAbsolutePath().normalize();
    Optional<Path> parent = Optional.ofNullable(absolute.getParent()).filter(Files::exists);
    return parent.isPresent()
        ? parent.get().toRealPath().resolve(absolute.getFileName())
        : absolute;
  }
}
