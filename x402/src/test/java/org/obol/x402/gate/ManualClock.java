package org.obol.x402.gate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is moved. */
final class ManualClock implements InstantSource {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-06-14T12:00:00Z"));

  @Override
  public Instant instant() {
    return now.get();
  }

  void forward(long seconds) {
    now.updateAndGet(instant -> instant.plus(Duration.ofSeconds(seconds)));
  }
}
