package org.obol.client.source;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to bear with a bad connection.
 *
 * @param stallWindow a connection that moves less than {@code stallBytes} in it is cut
 * @param stallBytes the floor for one window, in bytes
 * @param failures how many failures in a row, without a verified byte between them, are too many
 * @param firstPause upper bound of the first pause; it doubles with every failure
 * @param longestPause upper bound of every pause, also of those that the server asks for
 */
public record Patience(
    Duration stallWindow,
    long stallBytes,
    int failures,
    Duration firstPause,
    Duration longestPause) {

  /** 1 KiB/s over half a minute, eight failures, pauses of half a second to a minute. */
  public static final Patience DEFAULT =
      new Patience(
          Duration.ofSeconds(30), 30L << 10, 8, Duration.ofMillis(500), Duration.ofMinutes(1));

  /**
   * The pause after the {@code count}th failure in a row: exponential with full jitter, but never
   * shorter than what the server asked for.
   */
  public Duration pause(int count, FetchException failure) {
    long bound =
        Math.min(
            longestPause.toNanos(), firstPause.toNanos() << Math.min(Math.max(count - 1, 0), 16));
    Duration jittered = Duration.ofNanos(ThreadLocalRandom.current().nextLong(bound + 1));
    Duration asked = failure.retryAfter();
    Duration wanted = asked.compareTo(jittered) > 0 ? asked.plus(jittered) : jittered;
    return wanted.compareTo(longestPause) > 0 ? longestPause : wanted;
  }
}
