package org.obol.finetune.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds which groups are held out: those whose order is not above a limit. Of a share, the limit is
 * that share of all numbers; of a count, it is where the groups from below reach the count. Either
 * way the lowest group is held out and the highest is not. Memory grows with the count only. Not
 * thread-safe.
 */
final class SplitLimit {

  private static final BigDecimal NUMBERS = new BigDecimal(BigInteger.ONE.shiftLeft(Long.SIZE));

  private final HeldOut wanted;
  private final long share;
  private final TreeMap<Long, Long> lowest = new TreeMap<>(Long::compareUnsigned);
  private long lowestRecords;
  private long records;
  private long first = -1L;
  private long firstRecords;
  private long last;
  private long lastRecords;
  private long withinShare;

  SplitLimit(HeldOut wanted) {
    this.wanted = wanted;
    this.share = wanted instanceof HeldOut.Share(BigDecimal part) ? limit(part) : 0;
  }

  /** A record of the group with that order. */
  void add(long order) {
    records++;
    if (Long.compareUnsigned(order, first) < 0) {
      first = order;
      firstRecords = 0;
    }
    if (Long.compareUnsigned(order, last) > 0) {
      last = order;
      lastRecords = 0;
    }
    firstRecords += order == first ? 1 : 0;
    lastRecords += order == last ? 1 : 0;
    switch (wanted) {
      case HeldOut.None() -> {}
      case HeldOut.Share(BigDecimal ignored) ->
          withinShare += Long.compareUnsigned(order, share) <= 0 ? 1 : 0;
      case HeldOut.Records(int count) -> {
        lowest.merge(order, 1L, Long::sum);
        lowestRecords++;
        while (lowestRecords - lowest.lastEntry().getValue() >= count) {
          lowestRecords -= lowest.pollLastEntry().getValue();
        }
      }
    }
  }

  long records() {
    return records;
  }

  /** Whether there are two groups at least. */
  boolean divides() {
    return records > 0 && first != last;
  }

  /** The limit, when anything is to be held out; {@link #divides} must be true then. */
  Optional<Long> limit() {
    return switch (wanted) {
      case HeldOut.None() -> Optional.empty();
      case HeldOut.Share(BigDecimal ignored) -> Optional.of(between(share));
      case HeldOut.Records(int ignored) -> Optional.of(between(lowest.lastKey()));
    };
  }

  /** How many records are held out under {@link #limit}. */
  long heldOut() {
    long limit = limit().orElse(0L);
    return switch (wanted) {
      case HeldOut.None() -> 0;
      case HeldOut.Share(BigDecimal ignored) -> {
        if (limit == last - 1) {
          yield records - lastRecords;
        }
        yield limit == first ? firstRecords : withinShare;
      }
      case HeldOut.Records(int ignored) ->
          limit == last - 1 ? records - lastRecords : lowestRecords;
    };
  }

  private static long limit(BigDecimal share) {
    return NUMBERS.multiply(share).toBigInteger().longValue();
  }

  private long between(long limit) {
    long atLeast = Long.compareUnsigned(limit, first) < 0 ? first : limit;
    return Long.compareUnsigned(atLeast, last) < 0 ? atLeast : last - 1;
  }

  /** Whether a group of that order is held out. */
  static boolean holdsOut(Optional<Long> limit, long order) {
    return limit.isPresent() && Long.compareUnsigned(order, limit.get()) <= 0;
  }
}
