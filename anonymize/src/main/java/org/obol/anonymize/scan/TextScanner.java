package org.obol.anonymize.scan;

import java.util.Set;
import org.obol.anonymize.Label;
import org.obol.anonymize.entity.Secrets;

/** Finds the spans of single texts, without JSON around them. Not thread-safe. */
public final class TextScanner {
  private final Bits bits;
  private final Spans spans;
  private final Scanner scanner;

  /** With the fastest classifier that this Java machine has. */
  public TextScanner(Set<Label> wanted) {
    this(wanted, Classifier.best());
  }

  TextScanner(Set<Label> wanted, Classifier classifier) {
    this.bits = new Bits(classifier);
    this.spans = new Spans(wanted);
    this.scanner = new Scanner(spans);
  }

  /** The spans of {@code text}, in order and disjoint; overwritten by the next call. */
  public Spans scan(Text text) {
    spans.clear();
    bits.of(text.bytes, text.to);
    scanner.scan(text, bits, spans);
    Secrets.keyed(text, spans);
    spans.resolve();
    return spans;
  }
}
