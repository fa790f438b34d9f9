package org.obol.x402.facilitator;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A wait before the next attempt; tests pass the time themselves. */
@FunctionalInterface
interface Pause {

  /** Waits for real. */
  Pause REAL =
      duration -> {
        try {
          // Nobody counts it down: it ends with the time or an interrupt.
          return !new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      };

  /** Whether it was not interrupted. */
  boolean forAbout(Duration duration);
}
