package org.obol.client.transfer;

import org.obol.client.source.Patience;
import org.obol.crypto.ObolException;

/**
 * How hard to pull.
 *
 * @param connections at the same time, 1..64
 * @param maxRate bytes per second over all of them; 0 for no limit
 */
public record Settings(int connections, long maxRate, Patience patience) {

  /** Four connections as fast as they can. */
  public static final Settings DEFAULT = new Settings(4, 0, Patience.DEFAULT);

  private static final int MAX_CONNECTIONS = 64;
  private static final long LOWEST_RATE = 1 << 10;

  /**
   * Checks the ranges.
   *
   * @throws ObolException (usage) naming the value
   */
  public Settings {
    if (connections < 1 || connections > MAX_CONNECTIONS) {
      throw new ObolException(
          ObolException.Exit.USAGE, connections + " connections: choose 1 to " + MAX_CONNECTIONS);
    }
    if (maxRate < 0 || (maxRate > 0 && maxRate < LOWEST_RATE)) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "a rate of " + maxRate + " bytes/s: choose at least " + LOWEST_RATE);
    }
  }
}
