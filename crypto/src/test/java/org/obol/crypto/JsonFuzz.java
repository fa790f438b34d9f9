package org.obol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/** Any bytes are either JSON that has one stable canonical form, or refused by a JsonException. */
final class JsonFuzz {

  private static final long MAX_BYTES = 1 << 20;

  @FuzzTest
  void onlyJsonExceptionsEscapeAndTheCanonicalFormIsStable(byte @NotNull [] input) {
    byte[] canonical;
    try {
      canonical = CanonicalJson.bytes(JsonReader.read(input, MAX_BYTES));
    } catch (JsonException refused) {
      assertThat(refused).hasMessageNotContaining("\n");
      return;
    }
    assertThat(CanonicalJson.bytes(JsonReader.read(canonical, Long.MAX_VALUE)))
        .isEqualTo(canonical);
  }
}
