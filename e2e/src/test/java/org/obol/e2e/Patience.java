package org.obol.e2e;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Looks again and again at what has to happen, for a limited time. */
final class Patience {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Patience() {}

  /** Waits until it is so. */
  static void until(String what, BooleanSupplier isSo) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("has not happened within " + LIMIT.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Sends the same request, as a client does that is told to come again, until it is not. */
  static Front.Answer served(Supplier<Front.Answer> request) {
    var last =
        new Object() {
          Front.Answer answer = request.get();
        };
    until(
        "an answer other than 503",
        () -> {
          if (last.answer.status() == 503) {
            last.answer = request.get();
          }
          return last.answer.status() != 503;
        });
    return last.answer;
  }
}
