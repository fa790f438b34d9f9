package org.obol.cli.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.obol.crypto.Json;

/**
 * A made-up training file: short chats in JSON Lines, the same for the same seed. Some of them tell
 * about people, machines and keys that do not exist.
 */
final class SampleRows {

  private static final List<String> WORDS =
      List.of(
          "ledger", "token", "merge", "harbour", "lantern", "ember", "orchard", "signal", "copper",
          "river", "weave", "anchor", "meadow", "cipher", "granite", "willow", "beacon", "quarry");

  private static final List<String> PEOPLE =
      List.of("mira.okafor", "leto.brandt", "ines.valdar", "tomo.kerr", "ada.lindqvar", "jun.haro");

  // The numbers that card networks publish for tests.
  private static final List<String> CARDS =
      List.of("4111 1111 1111 1111", "5555 5555 5555 4444", "3782 822463 10005");

  /** One chat in so many tells something personal. */
  private static final int PERSONAL = 6;

  private SampleRows() {}

  /** Writes {@code rows} rows of about 1.4 kB. */
  static void write(Path file, int rows, long seed) throws IOException {
    var random = new SplittableRandom(seed);
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      for (int i = 0; i < rows; i++) {
        out.write(row(i, random).text());
        out.write('\n');
      }
    }
  }

  /** Copies {@code from} to {@code to} with every {@code nth} line's words in upper case. */
  static void edit(Path from, Path to, int nth) throws IOException {
    try (var lines = Files.lines(from, StandardCharsets.UTF_8);
        BufferedWriter out = Files.newBufferedWriter(to, StandardCharsets.UTF_8)) {
      int i = 0;
      for (String line : (Iterable<String>) lines::iterator) {
        out.write(i % nth == 0 ? line.replace("harbour", "HARBOUR") + " " : line);
        out.write('\n');
        i++;
      }
    }
  }

  private static Json row(int number, SplittableRandom random) {
    return Json.object()
        .put("id", number)
        .put(
            "messages",
            List.of(
                message("user", words(random, 60) + (number % PERSONAL == 0 ? told(random) : "")),
                message("assistant", words(random, 130))))
        .build();
  }

  /** A sentence with invented values, of ranges that are set aside for examples. */
  private static String told(SplittableRandom random) {
    String person = PEOPLE.get(random.nextInt(PEOPLE.size()));
    int number = random.nextInt(100, 200);
    return switch (random.nextInt(6)) {
      case 0 -> ". Write to " + person + number + "@example.com, please";
      case 1 -> ". Call me at (415) 555-0" + number;
      case 2 -> ". My card is " + CARDS.get(number % CARDS.size()) + ", is it declined?";
      case 3 -> ". The server 203.0.113." + number + " does not answer";
      case 4 -> ". It is in /home/" + person.substring(0, person.indexOf('.')) + "/notes.txt";
      default -> ". The key is AKIA" + "EXAMPLE" + "DEMO" + number + "XY";
    };
  }

  private static Json message(String role, String content) {
    return Json.object().put("role", role).put("content", content).build();
  }

  /** With commas, because twelve plain words in a row can be a seed phrase. */
  private static String words(SplittableRandom random, int count) {
    var out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      out.append(i == 0 ? "" : i % 9 == 0 ? ", " : " ")
          .append(WORDS.get(random.nextInt(WORDS.size())));
    }
    return out.toString();
  }
}
