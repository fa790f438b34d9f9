package org.obol.client.pay;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A wait before a payment is sent again; tests pass the time themselves. */
@FunctionalInterface
public interface Pause {

  /** Waits for real: a pause between two tries, not a way to wait for another thread. */
  Pause REAL = duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos());

  /** Waits about so long. */
  void forAbout(Duration duration) throws InterruptedException;
}
