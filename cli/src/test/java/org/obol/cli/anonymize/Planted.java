package org.obol.cli.anonymize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Rows with invented values, which must be nowhere afterwards. */
final class Planted {
  /** The values, and parts of them that would give them away. */
  static final List<String> VALUES =
      List.of("mira.okafor", "leto.brandt", "4111", "1111 1111", "55-0132", "203.0.113.77");

  private Planted() {}

  static String rows() {
    return row("Write to mira.okafor@example.com or leto.brandt@example.org.")
        + row("Call (415) 555-0132, the card is 4111 1111 1111 1111.")
        + row("mira.okafor@example.com came from 203.0.113.77 today.");
  }

  static String row(String text) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}\n";
  }

  /** Files below {@code folder} with one of the values in their bytes or their name. */
  static List<Path> foundIn(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        String text = path.toString();
        if (Files.isRegularFile(path)) {
          text += Files.readString(path, StandardCharsets.ISO_8859_1);
        }
        if (VALUES.stream().anyMatch(text::contains)) {
          found.add(path);
        }
      }
    }
    return found;
  }
}
