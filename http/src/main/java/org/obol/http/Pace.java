package org.obol.http;

/**
 * Tells a download that is too slow from one that moves. The kernel takes bytes in steps of up to
 * its whole buffer, so a client that reads all the while shows nothing in between. Right after a
 * step the buffer is full again: what was sent from one step to another is what the client took.
 * Not thread-safe.
 */
final class Pace {

  private final Limits limits;
  private long start;
  private long sentAtStart;
  private long lastSent;

  /** Begins to watch a download that has sent that much by now. */
  Pace(Limits limits, long now, long sent) {
    this.limits = limits;
    this.start = now;
    this.sentAtStart = sent;
    this.lastSent = sent;
  }

  /**
   * Whether it moved too slowly since the last verdict. None is given before the rate window is
   * over, nor between two steps of the kernel unless its buffer had the time to drain as well.
   *
   * @param drainNanos how long the kernel's buffer takes to drain at the slowest rate
   */
  boolean tooSlow(long now, long sent, long drainNanos) {
    boolean moved = sent != lastSent;
    lastSent = sent;
    long passed = now - start;
    long window = limits.rateWindow().toNanos();
    if (passed < window || (!moved && passed < window + drainNanos)) {
      return false;
    }
    boolean slow = sent - sentAtStart < limits.minBytesPerSecond() * (passed / 1e9);
    start = now;
    sentAtStart = sent;
    return slow;
  }
}
