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

  /** What a source may still spend, in milliseconds of refilling. */
  private record Bucket(long credit, long at) {}

  private final long price;
  private final long full;
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
    this.price = 60_000L / perMinute;
    this.full = burst * price;
    this.clock = clock;
  }

  /** Takes one from the source's budget, if there is one left. */
  synchronized boolean take(String source) {
    long now = clock.millis();
    long credit = credit(source, now);
    boolean enough = credit >= price;
    buckets.put(source, new Bucket(enough ? credit - price : credit, now));
    return enough;
  }

  /** Whether the source has any left, without taking it. */
  synchronized boolean isOpen(String source) {
    return credit(source, clock.millis()) >= price;
  }

  private long credit(String source, long now) {
    Bucket bucket = buckets.get(source);
    if (bucket == null) {
      return full;
    }
    // A clock that was set back gives nothing and takes nothing.
    long passed = Math.clamp(now - bucket.at(), 0, full);
    return Math.min(full, bucket.credit() + passed);
  }
}
