package org.obol.trainer.train;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When the next checkpoint is due: after so many steps, or a minute when steps are slow. */
final class CheckpointPace {

  static final Duration LONGEST = Duration.ofMinutes(1);

  private final int steps;
  private final LongSupplier nanos;
  private long last;
  private int since;

  /** Begins now, by this clock. */
  CheckpointPace(int steps, LongSupplier nanos) {
    this.steps = steps;
    this.nanos = nanos;
    this.last = nanos.getAsLong();
  }

  /** Counts a step; whether a checkpoint is due after it, which is then taken as made. */
  boolean stepped() {
    long now = nanos.getAsLong();
    since++;
    if (since < steps && now - last < LONGEST.toNanos()) {
      return false;
    }
    since = 0;
    last = now;
    return true;
  }
}
