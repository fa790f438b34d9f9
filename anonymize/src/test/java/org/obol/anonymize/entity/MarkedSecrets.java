package org.obol.anonymize.entity;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;
import org.obol.anonymize.scan.TextScanner;

/** Texts whose spans stand between « and ». */
final class MarkedSecrets {
  private MarkedSecrets() {}

  /** With line breaks where ⏎ and ␍ stand for them. */
  static String lines(String text) {
    return text.replace('⏎', '\n').replace('␍', '\r');
  }

  /** The text without marks. */
  static String text(String marked) {
    return lines(marked).replace("«", "").replace("»", "");
  }

  /** The text with marks where the scanner finds {@code label}. */
  static String found(Label label, String text) {
    Text bytes = Text.of(text);
    return mark(bytes, new TextScanner(Set.of(label)).scan(bytes));
  }

  /** The labels that the scanner finds, in order. */
  static List<Label> labels(String text) {
    Spans spans = new TextScanner(Set.copyOf(Label.constants())).scan(Text.of(text));
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < spans.size(); i++) {
      labels.add(spans.label(i));
    }
    return labels;
  }

  /** The value of {@code key} with marks where it is secret as a whole. */
  static String keyed(String key, String value) {
    Text text = Text.of(value);
    text.keyBytes = key.getBytes(StandardCharsets.UTF_8);
    text.keyTo = text.keyBytes.length;
    Spans spans = new Spans();
    Secrets.keyed(text, spans);
    spans.resolve();
    return mark(text, spans);
  }

  private static String mark(Text text, Spans spans) {
    StringBuilder marked = new StringBuilder();
    int at = 0;
    for (int i = 0; i < spans.size(); i++) {
      marked
          .append(part(text, at, spans.start(i)))
          .append('«')
          .append(part(text, spans.start(i), spans.end(i)))
          .append('»');
      at = spans.end(i);
    }
    return marked.append(part(text, at, text.to)).toString();
  }

  private static String part(Text text, int from, int to) {
    return new String(text.bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
