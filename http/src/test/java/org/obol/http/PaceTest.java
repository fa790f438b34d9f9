package org.obol.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariant 26, on a clock of its own and with a kernel whose steps are known. */
class PaceTest {

  private static final long RATE = 8 << 10;
  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final Limits LIMITS = Limits.DEFAULT.withMinimumRate(RATE, WINDOW);
  private static final long TICK = Duration.ofMillis(100).toNanos();

  /**
   * A client that reads {@code bytesPerSecond} all the time, behind a kernel that takes bytes only
   * when a third of its buffer is free; nanoseconds until it is cut, if it is within {@code time}.
   */
  private static OptionalLong cutAfter(long buffer, double bytesPerSecond, Duration time) {
    long drain = drain(buffer);
    long sent = buffer;
    var pace = new Pace(LIMITS, 0, 0);
    for (long now = TICK; now < time.toNanos(); now += TICK) {
      long taken = (long) (bytesPerSecond * now / 1e9);
      if (taken + buffer - sent >= buffer / 3) {
        sent = taken + buffer;
      }
      if (pace.tooSlow(now, sent, drain)) {
        return OptionalLong.of(now);
      }
    }
    return OptionalLong.empty();
  }

  private static long drain(long buffer) {
    return (long) (buffer * 1e9 / RATE);
  }

  /** The 5 % are for the watch, which looks ten times a second. */
  @ParameterizedTest
  @CsvSource({
    "16384, 1.05", "87040, 1.05", "400000, 1.05", "4194304, 1.05",
    "16384, 1.2", "87040, 1.2", "400000, 1.2", "4194304, 1.2",
    "16384, 9", "87040, 9", "400000, 9", "4194304, 9"
  })
  void whoeverReadsFasterThanTheSlowestRateIsNeverCut(long buffer, double times) {
    assertThat(cutAfter(buffer, RATE * times, Duration.ofDays(1))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "16384, 0.9", "87040, 0.9", "400000, 0.9", "4194304, 0.9",
    "16384, 0.5", "87040, 0.5", "400000, 0.5", "4194304, 0.5"
  })
  void whoeverReadsMoreSlowlyIsCutSoon(long buffer, double times) {
    long patience = 2 * (WINDOW.toNanos() + drain(buffer));
    assertThat(cutAfter(buffer, RATE * times, Duration.ofDays(1)).orElseThrow())
        .isLessThanOrEqualTo(patience);
  }

  @ParameterizedTest
  @ValueSource(longs = {16_384, 87_040, 400_000, 4 << 20})
  void aClientThatStandsStillIsCutWhenItsBufferCouldHaveDrained(long buffer) {
    var pace = new Pace(LIMITS, 0, 0);
    long end = WINDOW.toNanos() + drain(buffer);
    // The kernel took its fill at once, and that counts for the first time.
    assertThat(pace.tooSlow(WINDOW.toNanos() / 2, buffer, drain(buffer))).isFalse();
    assertThat(pace.tooSlow(end - 1, buffer, drain(buffer))).isFalse();
    assertThat(pace.tooSlow(end, buffer, drain(buffer))).isTrue();
  }

  @Test
  void nobodyIsJudgedBeforeTheWindowIsOver() {
    var pace = new Pace(LIMITS, 0, 0);
    assertThat(pace.tooSlow(WINDOW.toNanos() - 1, 1, 0)).isFalse();
    assertThat(pace.tooSlow(WINDOW.toNanos(), 2, 0)).isTrue();
  }

  @Test
  void whatWasSentBeforeTheLastVerdictCountsNoMore() {
    var pace = new Pace(LIMITS, 0, 0);
    assertThat(pace.tooSlow(WINDOW.toNanos(), 1L << 40, 0)).isFalse();
    assertThat(pace.tooSlow(2 * WINDOW.toNanos(), 1L << 40, 0)).isTrue();
  }
}
