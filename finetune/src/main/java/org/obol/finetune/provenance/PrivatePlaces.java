package org.obol.finetune.provenance;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.obol.crypto.ObolException;
import org.obol.dataset.manifest.FileName;

/**
 * Folders of this machine that no document of a run may name: the run's own, the home of who runs
 * it. A document that does is not written.
 */
final class PrivatePlaces {

  private final Optional<Pattern> places;

  PrivatePlaces(List<Path> folders) {
    // "/" is in every path and says nothing.
    String alternatives =
        folders.stream()
            .flatMap(folder -> Stream.of(folder, folder.toAbsolutePath().normalize()))
            .filter(folder -> folder.isAbsolute() && folder.getNameCount() > 0)
            .map(Path::toString)
            .distinct()
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    places =
        alternatives.isEmpty()
            ? Optional.empty()
            : Optional.of(Pattern.compile("(?<![\\w.-])(" + alternatives + ")(?![\\w.-])"));
  }

  /**
   * Demands that {@code text} names none of them.
   *
   * @throws ObolException naming the document, and where in it
   */
  void requireAbsent(FileName document, byte[] text) {
    if (places.isEmpty()) {
      return;
    }
    // JSON may write a slash as an escape.
    String read = new String(text, StandardCharsets.UTF_8).replace("\\/", "/");
    Matcher found = places.get().matcher(read);
    if (found.find()) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          "\""
              + document
              + "\" would name a folder of this machine (at character "
              + found.start()
              + "), and is not written. Give names instead of paths");
    }
  }
}
