package org.obol.anonymize;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.List;
import java.util.Optional;

/** Any bytes are JSON lines, of which only spans change, or refused. */
final class AnonymizerFuzz {
  @FuzzTest
  void acceptsWhatAnotherParserAcceptsAndChangesOnlySpans(byte @NotNull [] input) {
    Optional<List<JsonLines.Token>> before = JsonLines.tokens(input);
    Runs.Result result;
    try {
      result = Runs.run(Policy.full(), Numbering.once(), 1, input);
    } catch (AnonymizeException refused) {
      assertThat(before).isEmpty();
      return;
    }
    assertThat(before).isPresent();
    assertThat(JsonLines.onlyMasked(before.get(), JsonLines.tokens(result.bytes()).orElseThrow()))
        .isTrue();
    assertThat(Runs.run(Policy.full(), Numbering.once(), 1, result.bytes()).bytes())
        .isEqualTo(result.bytes());
  }
}
