package org.obol.client.source;

import java.util.concurrent.TimeUnit;

/** A token bucket that all connections of one purchase share. Thread-safe. */
public final class RateLimit {

  private final long bytesPerSecond;
  private long free = System.nanoTime();

  /** At most {@code bytesPerSecond}; 0 means no limit. */
  public RateLimit(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Takes {@code bytes} out and says for how many nanoseconds no more may be asked for. */
  synchronized long take(long bytes) {
    if (bytesPerSecond == 0) {
      return 0;
    }
    long now = System.nanoTime();
    if (free - now < 0) {
      free = now;
    }
    free += bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
    return free - now;
  }
}
