package org.obol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ShownTest {

  @Test
  void what_a_terminal_obeys_or_a_reader_cannot_see_becomes_a_question_mark() {
    assertThat(Shown.line("a\u001b[2Jb\u0085c\u202ed\u2028e\uD800f\u200bg"))
        .isEqualTo("a?[2Jb?c?d?e?f?g");
    assertThat(Shown.line("Ünïcode 😀 stays")).isEqualTo("Ünïcode 😀 stays");
  }

  @Test
  void a_cut_never_leaves_half_a_character() {
    assertThat(Shown.brief("ab😀cd", 3)).isEqualTo("ab…");
    assertThat(Shown.brief("ab😀cd", 4)).isEqualTo("ab😀…");
    assertThat(Shown.head("😀", 1)).isEmpty();
    assertThat(Shown.head("😀", 0)).isEmpty();
  }

  @Property
  void whatever_is_shown_can_be_written_as_json(
      @ForAll String text, @ForAll @IntRange(min = 0, max = 20) int longest) {
    String shown = Shown.brief(text, longest);
    assertThat(Json.isPaired(shown)).isTrue();
    assertThat(shown.length()).isLessThanOrEqualTo(Math.min(text.length(), longest) + 1);
  }
}
