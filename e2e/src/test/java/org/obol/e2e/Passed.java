package org.obol.e2e;

import java.io.IOException;
import java.time.Duration;

/** What has gone through a {@link BrokenWire}: bytes of files only. Its monitor guards it. */
final class Passed {

  private long bytes;
  private long latest;
  private long pieces;
  private long faults;
  private boolean reset;
  private long broken;

  /** Right bytes of a file were handed on. */
  synchronized void passed(long count) {
    bytes += count;
    latest = System.nanoTime();
    notifyAll();
  }

  /** An answer was broken; {@code piece} when that may cost the buyer one piece. */
  synchronized void fault(boolean piece, boolean withReset) {
    faults++;
    pieces += piece ? 1 : 0;
    reset |= withReset;
  }

  synchronized void broke(IOException why) {
    broken += why.getMessage() == null ? 0 : 1;
  }

  synchronized void reset() {
    bytes = 0;
    pieces = 0;
    faults = 0;
    reset = false;
  }

  /** Right bytes of files that were handed on. */
  synchronized long bytes() {
    return bytes;
  }

  /** When the last of them were handed on, as {@link System#nanoTime()} counts. */
  synchronized long latest() {
    return latest;
  }

  /** Waits until so many bytes were handed on. */
  synchronized void await(long count, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (bytes < count) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new AssertionError("waited too long: " + this);
        }
        wait(left / 1_000_000 + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** How often a broken answer may have cost the buyer one piece. */
  synchronized long pieces() {
    return pieces;
  }

  synchronized long faults() {
    return faults;
  }

  /** Whether a reset may have thrown away bytes that were handed on but not read. */
  synchronized boolean mayHaveLostMore() {
    return reset;
  }

  @Override
  public synchronized String toString() {
    return bytes + " bytes, " + faults + " faults, " + broken + " connections broken";
  }
}
