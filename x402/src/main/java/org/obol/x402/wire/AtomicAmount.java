package org.obol.x402.wire;

import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * An amount in the smallest unit of a token (x402 v2, PaymentRequirements.amount): 0..2^256-1,
 * written in decimal without sign or leading zeros.
 */
public record AtomicAmount(BigInteger value) implements Comparable<AtomicAmount> {

  private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,77}");

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException unless it fits an unsigned word of 256 bits
   */
  public AtomicAmount {
    if (value.signum() < 0 || value.bitLength() > 256) {
      throw new IllegalArgumentException("an amount is 0..2^256-1");
    }
  }

  /**
   * Reads the decimal form.
   *
   * @throws IllegalArgumentException when it has a sign, a fraction, a leading zero, or is too
   *     large
   */
  public static AtomicAmount parse(String decimal) {
    if (!isDecimal(decimal)) {
      throw new IllegalArgumentException("not an amount in atomic units");
    }
    return new AtomicAmount(new BigInteger(decimal));
  }

  /** Whether {@code text} is the decimal form of an amount. */
  public static boolean isDecimal(String text) {
    return DECIMAL.matcher(text).matches() && new BigInteger(text).bitLength() <= 256;
  }

  /** A small amount. */
  public static AtomicAmount of(long value) {
    return new AtomicAmount(BigInteger.valueOf(value));
  }

  @Override
  public int compareTo(AtomicAmount other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
