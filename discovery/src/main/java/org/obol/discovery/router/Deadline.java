package org.obol.discovery.router;

import java.time.Duration;

/**
 * When what somebody waits for has to be over, however slow strangers are.
 *
 * @param nanos on the clock of {@link System#nanoTime}
 */
public record Deadline(long nanos) {

  /** So far from now. */
  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** Halfway from now to this one. */
  public Deadline half() {
    return new Deadline(System.nanoTime() + left() / 2);
  }

  /** Whether it has come. */
  public boolean isOver() {
    return left() <= 0;
  }

  /** Nanoseconds from now to it; negative when it has come. */
  long left() {
    return nanos - System.nanoTime();
  }
}
