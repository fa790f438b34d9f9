package org.obol.anonymize.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Text;

final class FoundBeforeTest {
  private static final Found ONE = new Found(List.of(new Found.Span(Label.PERSON, 0, 3)));

  @Test
  void what_was_not_asked_for_longest_is_forgotten_first() {
    FoundBefore before = new FoundBefore(10_000);
    FoundBefore.Keys keys = before.keys();
    FoundBefore.Key prompt = keys.of(Text.of("the prompt"));
    before.put(prompt, ONE);
    for (int i = 0; i < 10_000; i++) {
      before.put(keys.of(Text.of("text " + i)), Found.NOTHING);
      assertThat(before.get(prompt)).contains(ONE);
    }
    assertThat(before.entries()).isBetween(40, 70);
    assertThat(before.get(keys.of(Text.of("text 9999")))).contains(Found.NOTHING);
    assertThat(before.get(keys.of(Text.of("text 0")))).isEmpty();
  }

  @Test
  void what_is_larger_than_the_memory_is_not_kept() {
    FoundBefore before = new FoundBefore(0);
    FoundBefore.Key key = before.keys().of(Text.of("a"));
    before.put(key, ONE);
    assertThat(before.entries()).isZero();
    assertThat(before.get(key)).isEmpty();
    assertThat(before.hits()).isZero();
  }

  @Test
  void a_text_is_known_again_at_another_place_and_by_this_memory_only() {
    FoundBefore before = new FoundBefore(10_000);
    Text middle = Text.of("...Ada...");
    middle.from = 3;
    middle.to = 6;
    assertThat(before.keys().of(middle)).isEqualTo(before.keys().of(Text.of("Ada")));
    assertThat(before.keys().of(middle))
        .isNotEqualTo(new FoundBefore(10_000).keys().of(Text.of("Ada")));
  }
}
