package org.obol.evm;

import java.util.regex.Pattern;

/**
 * An EVM chain, by its EIP-155 number; written as CAIP-2 does, {@code eip155:8453}.
 *
 * @param value at least 1
 */
public record ChainId(long value) {

  private static final Pattern CAIP_2 = Pattern.compile("eip155:([1-9][0-9]{0,17})");

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException when it is not positive
   */
  public ChainId {
    if (value <= 0) {
      throw new IllegalArgumentException("a chain id is positive, not " + value);
    }
  }

  /**
   * Reads the CAIP-2 form.
   *
   * @throws IllegalArgumentException when it is not {@code eip155:} and a positive number without
   *     leading zeros
   */
  public static ChainId parse(String caip2) {
    var matcher = CAIP_2.matcher(caip2);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "not an EVM chain as CAIP-2 writes it (eip155:N): \"" + caip2 + "\"");
    }
    return new ChainId(Long.parseLong(matcher.group(1)));
  }

  /** The CAIP-2 form. */
  @Override
  public String toString() {
    return "eip155:" + value;
  }
}
