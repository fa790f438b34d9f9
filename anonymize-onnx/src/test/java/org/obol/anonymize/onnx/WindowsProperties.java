package org.obol.anonymize.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.obol.anonymize.scan.Text;

final class WindowsProperties {
  /** Words of one-letter tokens, at most {@code longest} in a word. */
  private static Tokenized tokens(int count, int longest, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    List<Integer> starts = new ArrayList<>();
    while (starts.size() < count) {
      for (int i = random.nextInt(longest); i >= 0 && starts.size() < count; i--) {
        starts.add(text.length());
        text.append('x');
      }
      text.append(' ');
    }
    int[] from = starts.stream().mapToInt(i -> i).toArray();
    int[] to = starts.stream().mapToInt(i -> i + 1).toArray();
    return new Tokenized(Text.of(text.toString()), new long[count], from, to);
  }

  @Property
  void every_token_is_judged_once_and_away_from_cuts(
      @ForAll @IntRange(max = 700) int count,
      @ForAll @IntRange(min = 14, max = 254) int capacity,
      @ForAll @IntRange(min = 1, max = 9) int longest,
      @ForAll long seed) {
    Tokenized tokens = tokens(count, longest, seed);
    int judged = 0;
    int last = -1;
    for (Windows.Window window : Windows.of(tokens, capacity)) {
      assertThat(window.size()).isBetween(1, capacity);
      assertThat(window.from()).isGreaterThan(last);
      assertThat(window.judgedFrom()).isEqualTo(judged).isGreaterThanOrEqualTo(window.from());
      assertThat(window.judgedTo()).isBetween(judged + 1, window.to());
      int overlap = capacity / 4;
      if (window.from() > 0) {
        assertThat(window.judgedFrom() - window.from()).isGreaterThanOrEqualTo(overlap / 4);
      }
      if (window.to() < count) {
        assertThat(window.to() - window.judgedTo()).isGreaterThanOrEqualTo(overlap / 2);
      }
      judged = window.judgedTo();
      last = window.from();
    }
    assertThat(judged).isEqualTo(count);
  }

  @Property
  void windows_begin_at_words_that_are_not_too_long(
      @ForAll @IntRange(min = 1, max = 700) int count, @ForAll long seed) {
    Tokenized tokens = tokens(count, 5, seed);
    for (Windows.Window window : Windows.of(tokens, 62)) {
      assertThat(tokens.continues(window.from())).isFalse();
      assertThat(window.to() == count || !tokens.continues(window.to())).isTrue();
    }
  }
}
