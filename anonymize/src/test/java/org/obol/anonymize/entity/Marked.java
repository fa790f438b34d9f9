package org.obol.anonymize.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;
import org.obol.anonymize.scan.TextScanner;

/** Texts in which each span to be found is written as <code>{LABEL value}</code>. */
final class Marked {
  private static final TextScanner SCANNER = new TextScanner(numbers());

  private Marked() {}

  private static Set<Label> numbers() {
    List<Label> all = Label.constants();
    return Set.copyOf(all.subList(all.indexOf(Label.PHONE), all.indexOf(Label.DATE_OF_BIRTH) + 1));
  }

  /** Fails unless exactly the marked spans are found. */
  static void check(String marked) {
    check("", marked);
  }

  /** The same in the value of a JSON key. */
  static void check(String key, String marked) {
    Text text = Text.of(marked.replaceAll("\\{[A-Z_0-9]+ ([^}]*)}", "$1"));
    text.keyBytes = key.getBytes(StandardCharsets.UTF_8);
    text.keyTo = text.keyBytes.length;
    assertThat(mark(text, SCANNER.scan(text))).isEqualTo(marked);
  }

  private static String mark(Text text, Spans spans) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (int i = 0; i < spans.size(); i++) {
      out.append(part(text, at, spans.start(i)));
      out.append('{').append(spans.label(i)).append(' ');
      out.append(part(text, spans.start(i), spans.end(i))).append('}');
      at = spans.end(i);
    }
    return out.append(part(text, at, text.to)).toString();
  }

  private static String part(Text text, int from, int to) {
    return new String(text.bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
