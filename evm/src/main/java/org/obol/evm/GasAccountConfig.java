package org.obol.evm;

import java.math.BigInteger;
import java.time.Duration;

/**
 * How an account waits for its transactions.
 *
 * @param pollInterval between two looks for a receipt
 * @param replaceAfter how long a transaction may wait before another with higher fees takes its
 *     place
 * @param receiptTimeout how long a receipt is waited for in all
 * @param maxFee wei for a unit of gas that are never exceeded
 */
public record GasAccountConfig(
    Duration pollInterval, Duration replaceAfter, Duration receiptTimeout, BigInteger maxFee) {

  private static final BigInteger GWEI = BigInteger.TEN.pow(9);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when there is no pause between looks or no fee
   */
  public GasAccountConfig {
    if (!pollInterval.isPositive() || maxFee.signum() <= 0) {
      throw new IllegalArgumentException("the poll interval and the largest fee are positive");
    }
  }

  /** A look each 250 ms, a replacement after 30 s, two minutes in all, at most 500 gwei. */
  public static GasAccountConfig standard() {
    return new GasAccountConfig(
        Duration.ofMillis(250),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2),
        GWEI.multiply(BigInteger.valueOf(500)));
  }

  /** The same with another pause between two looks. */
  public GasAccountConfig pollingEvery(Duration interval) {
    return new GasAccountConfig(interval, replaceAfter, receiptTimeout, maxFee);
  }

  /** The same with another time before a replacement. */
  public GasAccountConfig replacingAfter(Duration time) {
    return new GasAccountConfig(pollInterval, time, receiptTimeout, maxFee);
  }

  /** The same with another time in all. */
  public GasAccountConfig givingUpAfter(Duration time) {
    return new GasAccountConfig(pollInterval, replaceAfter, time, maxFee);
  }
}
