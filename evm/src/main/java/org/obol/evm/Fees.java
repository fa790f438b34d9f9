package org.obol.evm;

import java.math.BigInteger;

/**
 * What a transaction pays for a unit of gas (EIP-1559).
 *
 * @param maxFee wei, at most, the tip included
 * @param tip wei for the block's producer, at most
 */
public record Fees(BigInteger maxFee, BigInteger tip) {

  /**
   * Checks the amounts.
   *
   * @throws IllegalArgumentException when one is negative or the tip exceeds the maximum
   */
  public Fees {
    if (tip.signum() < 0 || tip.compareTo(maxFee) > 0) {
      throw new IllegalArgumentException("a tip of " + tip + " wei of at most " + maxFee);
    }
  }

  /** Room for the base fee to double: {@code 2 * base + tip}. */
  static Fees over(BigInteger baseFee, BigInteger tip) {
    return new Fees(baseFee.shiftLeft(1).add(tip), tip);
  }

  /** At least one eighth more of both, which is what pools ask of a replacement. */
  public Fees bumped() {
    return new Fees(bump(maxFee), bump(tip));
  }

  /** The larger of each of the two. */
  public Fees max(Fees other) {
    return new Fees(maxFee.max(other.maxFee), tip.max(other.tip));
  }

  /** Not more than {@code cap} wei in all; a tip above it is cut, too. */
  public Fees atMost(BigInteger cap) {
    return new Fees(maxFee.min(cap), tip.min(cap));
  }

  private static BigInteger bump(BigInteger fee) {
    return fee.add(fee.shiftRight(3)).add(BigInteger.ONE);
  }
}
