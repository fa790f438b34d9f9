package org.obol.trainer.train;

import java.time.Duration;

/** How fast a run is. */
final class Clock {

  private final long begin = System.nanoTime();
  private final int steps;
  private int done;
  private long tokens;

  /** Starts now, with so many steps to do. */
  Clock(int steps) {
    this.steps = steps;
  }

  void stepped(long tokensOfStep) {
    done++;
    tokens += tokensOfStep;
  }

  double tokensPerSecond() {
    return tokens * 1e9 / Math.max(1, elapsed());
  }

  /** Time to the end at the pace so far. */
  Duration remaining() {
    return Duration.ofNanos(elapsed() / done).multipliedBy(steps - done);
  }

  private long elapsed() {
    return System.nanoTime() - begin;
  }
}
