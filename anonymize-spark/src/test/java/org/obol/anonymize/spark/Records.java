package org.obol.anonymize.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Invents records with personal data, some of it again and again. */
final class Records {
  private static final String[] PROSE = {
    "The order was not delivered, the customer called twice on Monday. ",
    "Wir haben die Rechnung gestern geprüft. ",
    "请帮我确认一下昨天的订单。",
    "See version 2.14.0.7 of \\\"build\\\"\\n\\tand commit 9f8c2d1e4b7a. ",
    "{\\\"query\\\": \\\"status\\\"} \\ud83d\\ude80 ",
  };

  private final Random random;

  Records(long seed) {
    random = new Random(seed);
  }

  String line() {
    StringBuilder line = new StringBuilder("{\"id\":").append(random.nextInt(1_000_000));
    int turns = 1 + random.nextInt(4);
    line.append(",\"messages\":[");
    for (int i = 0; i < turns; i++) {
      line.append(i > 0 ? "," : "").append("{\"role\":\"user\",\"content\":\"");
      for (int parts = random.nextInt(8); parts > 0; parts--) {
        line.append(PROSE[random.nextInt(PROSE.length)]);
        if (random.nextInt(3) == 0) {
          line.append(value()).append(". ");
        }
      }
      line.append("\"}");
    }
    return line.append("]}").toString();
  }

  private String value() {
    return switch (random.nextInt(6)) {
      case 0 -> "+1 415-555-01" + (10 + random.nextInt(90));
      case 1 -> "10." + random.nextInt(256) + "." + random.nextInt(256) + ".7";
      case 2 -> "/home/user" + random.nextInt(300) + "/main.c";
      case 3 -> "AKIA" + (char) ('A' + random.nextInt(26)) + "BCDEFGHIJKLMN" + digits();
      default -> "u" + random.nextInt(5000) + "@example.org";
    };
  }

  private int digits() {
    return 20 + random.nextInt(60);
  }

  /** Lines that end in {@code end}, {@code bytes} of them or a little more. */
  String lines(int bytes, String end) {
    StringBuilder lines = new StringBuilder();
    while (lines.length() < bytes) {
      lines.append(line()).append(end);
    }
    return lines.toString();
  }

  void write(Path file, long bytes) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long written = 0; written < bytes; ) {
        byte[] lines = lines(1 << 20, "\n").getBytes(StandardCharsets.UTF_8);
        out.write(lines);
        written += lines.length;
      }
    }
  }
}
