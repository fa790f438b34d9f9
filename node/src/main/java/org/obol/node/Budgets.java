package org.obol.node;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each source may do something: {@code burst} at once, then {@code perMinute}. Keeps at
 * most {@value #MAX_SOURCES} sources, forgetting the one that was quiet longest. Thread-safe.
 */
final class Budgets {

  private static final int MAX_SOURCES = 10_000;

  private record Bucket(double left, long at) {}

  private final double burst;
  private final double perMilli;
  private final InstantSource clock;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_SOURCES;
        }
      };

  Budgets(int burst, int perMinute, InstantSource clock) {
    this.burst = burst;
    this.perMilli = perMinute / 60_000.0;
    this.clock = clock;
  }

  /** Takes one from the source's budget, if there is one left. */
  synchronized boolean take(String source) {
    long now = clock.millis();
    double left = left(source, now);
    buckets.put(source, new Bucket(left >= 1 ? left - 1 : left, now));
    return left >= 1;
  }

  /** Whether the source has any left, without taking it. */
  synchronized boolean isOpen(String source) {
    return left(source, clock.millis()) >= 1;
  }

  private double left(String source, long now) {
    Bucket bucket = buckets.get(source);
    return bucket == null ? burst : Math.min(burst, bucket.left() + (now - bucket.at()) * perMilli);
  }
}
