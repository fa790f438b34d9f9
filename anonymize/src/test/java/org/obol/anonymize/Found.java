package org.obol.anonymize;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;
import org.obol.anonymize.scan.TextScanner;

/** What the scanner under test finds, in code points. */
public final class Found {
  private final TextScanner scanner;

  public Found(Set<Label> wanted) {
    this.scanner = new TextScanner(wanted);
  }

  public SortedSet<GoldSpan> in(String key, String string) {
    Text text = Text.of(string);
    text.keyBytes = key.getBytes(StandardCharsets.UTF_8);
    text.keyTo = text.keyBytes.length;
    Spans spans = scanner.scan(text);
    SortedSet<GoldSpan> found = new TreeSet<>();
    for (int i = 0; i < spans.size(); i++) {
      int start = codePoints(text, spans.start(i));
      found.add(new GoldSpan(spans.label(i), start, codePoints(text, spans.end(i))));
    }
    return found;
  }

  private static int codePoints(Text text, int at) {
    int count = 0;
    for (int i = 0; i < at; i++) {
      count += (text.bytes[i] & 0xC0) == 0x80 ? 0 : 1;
    }
    return count;
  }
}
