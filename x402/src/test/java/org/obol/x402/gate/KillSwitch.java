package org.obol.x402.gate;

import java.util.function.Predicate;
import java.util.function.Supplier;

/** Kills a process at a chosen step; dead, it takes no further step. Guarded by its own lock. */
final class KillSwitch {

  private Predicate<String> strikes = step -> false;
  private boolean dead;

  /** Kills at the step of that name. */
  synchronized void at(String step) {
    strikes = step::equals;
  }

  /** Kills at the {@code number}th step from now, counted from 0. */
  synchronized void after(int number) {
    int[] left = {number};
    strikes = step -> left[0]-- == 0;
  }

  /** A new process, which nobody kills. */
  synchronized void reset() {
    strikes = step -> false;
    dead = false;
  }

  synchronized void step(String name) {
    dead = dead || strikes.test(name);
    if (dead) {
      throw new Killed(name);
    }
  }

  /** Does {@code work} between two steps at which it can die. */
  <T> T around(String before, Supplier<T> work, String after) {
    step(before);
    T result = work.get();
    step(after);
    return result;
  }

  <T> T around(String name, Supplier<T> work) {
    return around("before " + name, work, "after " + name);
  }

  /** Stores a payment in {@code state}. */
  <T> T storing(PaymentState state, Supplier<T> work) {
    KillPoint point = KillPoint.of(state);
    return around(point.before(), work, point.after());
  }
}
