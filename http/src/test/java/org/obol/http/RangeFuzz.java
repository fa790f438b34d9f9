package org.obol.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Coverage-guided with {@code JAZZER_FUZZ=1}; otherwise runs its seeds. */
class RangeFuzz {

  @FuzzTest
  void anyHeaderStaysWithinTheFile(FuzzedDataProvider data) {
    long size = data.consumeLong(0, Long.MAX_VALUE);
    String header = data.consumeRemainingAsString();
    if (ByteRange.parse(header, size) instanceof ByteRange.One one) {
      assertThat(one.first()).isBetween(0L, one.last());
      assertThat(one.last()).isLessThan(size);
    }
    ContentRange.parse(header)
        .ifPresent(range -> assertThat(range.last()).isLessThan(range.size()));
  }

  @FuzzTest
  void anyTargetIsReadOrRefused(FuzzedDataProvider data) {
    String target = data.consumeRemainingAsAsciiString();
    try {
      RequestTarget read = RequestTarget.parse(target);
      assertThat(read.path()).startsWith("/");
      assertThat(read.segments().size()).isLessThanOrEqualTo(target.length());
    } catch (BadRequest refused) {
      assertThat(refused.sentence()).isNotEmpty();
    }
  }
}
