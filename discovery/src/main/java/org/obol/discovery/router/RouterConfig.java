package org.obol.discovery.router;

import java.time.Duration;

/**
 * What a router takes from its members, and how often.
 *
 * @param allowPrivate whether members whose URL says that they are private are asked
 * @param refresh between two sweeps; each waits up to a third less or more
 * @param timeout for one catalog, and for each document of a seller
 * @param maxCatalogBytes longest catalog
 * @param staleFor how long the offers of a member that does not answer stay listed
 * @param maxPerMember offers of one member; the rest is left out
 * @param maxTotal offers in all, taken from the members by turns
 * @param concurrency members that are asked at once
 * @param checks what may be spent on verification in one sweep
 */
public record RouterConfig(
    boolean allowPrivate,
    Duration refresh,
    Duration timeout,
    int maxCatalogBytes,
    Duration staleFor,
    int maxPerMember,
    int maxTotal,
    int concurrency,
    Checks checks) {

  /**
   * Limits of verification.
   *
   * @param perSweep rows that are checked in one sweep
   * @param perHost rows that are checked at one host in one sweep
   * @param timePerHost how long one host may keep a sweep
   * @param prices whether the live price is asked for too
   */
  public record Checks(int perSweep, int perHost, Duration timePerHost, boolean prices) {

    /** 500 rows, 25 a host, in 20 s, with prices. */
    public static final Checks DEFAULT = new Checks(500, 25, Duration.ofSeconds(20), true);

    /** Checks that the time is positive; no rows at all means that nothing is verified. */
    public Checks {
      if (perSweep < 0 || perHost < 0 || !timePerHost.isPositive()) {
        throw new IllegalArgumentException("limits of verification must not be negative");
      }
    }
  }

  /** Every 45 s; 5 s and 1 MiB a catalog; 10 min stale; 10,000 a member, 100,000 in all. */
  public static final RouterConfig DEFAULT =
      new RouterConfig(
          false,
          Duration.ofSeconds(45),
          Duration.ofSeconds(5),
          1 << 20,
          Duration.ofMinutes(10),
          10_000,
          100_000,
          128,
          Checks.DEFAULT);

  /** Checks that every limit limits. */
  public RouterConfig {
    if (!refresh.isPositive() || !timeout.isPositive() || staleFor.isNegative()) {
      throw new IllegalArgumentException("times must be positive");
    }
    if (maxCatalogBytes < 1 || maxPerMember < 1 || maxTotal < 1 || concurrency < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  /** The same with other times. */
  public RouterConfig withTimes(Duration newRefresh, Duration newTimeout, Duration newStaleFor) {
    return new RouterConfig(
        allowPrivate,
        newRefresh,
        newTimeout,
        maxCatalogBytes,
        newStaleFor,
        maxPerMember,
        maxTotal,
        concurrency,
        checks);
  }

  /** The same with other sizes. */
  public RouterConfig withSizes(int catalogBytes, int perMember, int total) {
    return new RouterConfig(
        allowPrivate,
        refresh,
        timeout,
        catalogBytes,
        staleFor,
        perMember,
        total,
        concurrency,
        checks);
  }

  /** The same with other limits of verification. */
  public RouterConfig with(Checks other) {
    return new RouterConfig(
        allowPrivate,
        refresh,
        timeout,
        maxCatalogBytes,
        staleFor,
        maxPerMember,
        maxTotal,
        concurrency,
        other);
  }

  /** The same that asks private members too, or does not. */
  public RouterConfig allowingPrivate(boolean allowed) {
    return new RouterConfig(
        allowed,
        refresh,
        timeout,
        maxCatalogBytes,
        staleFor,
        maxPerMember,
        maxTotal,
        concurrency,
        checks);
  }
}
