package org.obol.client.source;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes one exchange has moved, for its stall timer. Thread-safe. */
final class Traffic {

  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean throttled;

  void add(long moved) {
    bytes.addAndGet(moved);
  }

  /** Whether we are the slow side, held back by our own rate limit. */
  void throttle(boolean on) {
    throttled = on;
  }

  boolean throttled() {
    return throttled;
  }

  long bytes() {
    return bytes.get();
  }
}
