package org.obol.discovery.registry;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Looks again and again, for a limited time.
 *
 * @param poll between two looks
 * @param limit in all
 */
record Patience(Duration poll, Duration limit) {

  /** Whether {@code condition} came to hold in time; an interruption ends the wait. */
  boolean until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    var never = new CountDownLatch(1);
    while (!condition.getAsBoolean()) {
      try {
        if (System.nanoTime() >= deadline || never.await(poll.toNanos(), TimeUnit.NANOSECONDS)) {
          return false;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
