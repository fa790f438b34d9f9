package org.obol.anonymize.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.obol.anonymize.Label;

class TextScannerTest {
  @Test
  void anEmptyTextHasNoSpans() {
    TextScanner scanner = new TextScanner(Set.copyOf(Label.constants()));
    scanner.scan(Text.of("call 415-555-0132"));
    assertThat(scanner.scan(Text.of("")).size()).isZero();
  }
}
