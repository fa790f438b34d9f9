package org.obol.anonymize.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.obol.anonymize.scan.Detector;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Rules from text, and what they find. */
final class Loaded {
  private Loaded() {}

  static UserRules toml(String toml) {
    return load(".toml", toml, OptionalDouble.empty());
  }

  static UserRules yaml(String yaml) {
    return load(".yaml", yaml, OptionalDouble.empty());
  }

  static UserRules yaml(String yaml, double leastScore) {
    return load(".yaml", yaml, OptionalDouble.of(leastScore));
  }

  static UserRules load(String suffix, String content, OptionalDouble leastScore) {
    try {
      Path file = Files.createTempFile("rules", suffix);
      try {
        Files.writeString(file, content);
        return UserRules.load(file, leastScore);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code text} with {@code [LABEL:value]} for what is found. */
  static String marked(UserRules rules, String text) {
    return marked(rules.detector(), Text.of(text));
  }

  static String marked(Detector detector, Text text) {
    Spans spans = new Spans();
    detector.detect(List.of(text), List.of(spans));
    spans.resolve();
    StringBuilder marked = new StringBuilder();
    int at = text.from;
    for (int i = 0; i < spans.size(); i++) {
      marked.append(string(text, at, spans.start(i)));
      marked.append('[').append(spans.label(i)).append(':');
      marked.append(string(text, spans.start(i), spans.end(i))).append(']');
      at = spans.end(i);
    }
    return marked.append(string(text, at, text.to)).toString();
  }

  private static String string(Text text, int from, int to) {
    return new String(text.bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
