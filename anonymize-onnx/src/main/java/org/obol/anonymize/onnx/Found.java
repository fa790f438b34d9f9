package org.obol.anonymize.onnx;

import java.util.ArrayList;
import java.util.List;
import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** What a model found in a text, wherever the text lies: positions count from its first byte. */
record Found(List<Span> spans) {
  static final Found NOTHING = new Found(List.of());

  record Span(Label label, int from, int to) {}

  Found {
    spans = List.copyOf(spans);
  }

  void addTo(Text text, Spans into) {
    for (Span span : spans) {
      into.add(span.label(), text.from + span.from(), text.from + span.to());
    }
  }

  /** Collects spans of a text that begins at a position. */
  static final class Builder {
    private final int origin;
    private final List<Span> spans = new ArrayList<>();

    Builder(int origin) {
      this.origin = origin;
    }

    void add(Label label, int from, int to) {
      spans.add(new Span(label, from - origin, to - origin));
    }

    Found build() {
      return new Found(spans);
    }
  }
}
