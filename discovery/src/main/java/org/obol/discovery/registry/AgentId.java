package org.obol.discovery.registry;

import java.math.BigInteger;

/**
 * The number of an agent in its registry (ERC-8004: the ERC-721 token id). The first one is 0, so
 * that 0 never means "none".
 *
 * @param value 0..2^256-1
 */
public record AgentId(BigInteger value) implements Comparable<AgentId> {

  private static final int DIGITS = 78;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException when the number is outside it
   */
  public AgentId {
    if (value.signum() < 0 || value.bitLength() > 256) {
      throw new IllegalArgumentException("an agent's number is of 0..2^256-1, not " + value);
    }
  }

  /** A small number. */
  public static AgentId of(long value) {
    return new AgentId(BigInteger.valueOf(value));
  }

  /**
   * Reads decimal digits.
   *
   * @throws IllegalArgumentException when there is anything else, or too many
   */
  public static AgentId parse(String digits) {
    if (digits.isEmpty()
        || digits.length() > DIGITS
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("an agent's number is decimal digits");
    }
    return new AgentId(new BigInteger(digits));
  }

  /** All 78 digits: the order of these texts is the order of the numbers. */
  public String padded() {
    String digits = value.toString();
    return "0".repeat(DIGITS - digits.length()) + digits;
  }

  @Override
  public int compareTo(AgentId other) {
    return value.compareTo(other.value);
  }

  /** Decimal digits. */
  @Override
  public String toString() {
    return value.toString();
  }
}
