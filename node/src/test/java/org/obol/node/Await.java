package org.obol.node;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition of another thread, with an end. */
final class Await {

  private static final Duration LOOK = Duration.ofMillis(5);

  private Await() {}

  /** Returns how long it took until {@code condition} held; fails when {@code longest} is over. */
  static Duration until(Duration longest, String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > longest.toNanos()) {
        throw new AssertionError("not within " + longest + ": " + what);
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
