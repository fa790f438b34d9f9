package org.obol.evm;

import java.math.BigInteger;
import java.util.regex.Pattern;
import org.obol.crypto.Json;

/** Integers as JSON-RPC writes them: {@code 0x} and hex digits without leading zeros. */
final class Quantity {

  // Some nodes pad; no quantity is longer than a word.
  private static final Pattern TEXT = Pattern.compile("0x[0-9a-fA-F]{1,64}");

  private Quantity() {}

  static Json json(long value) {
    return Json.of("0x" + Long.toHexString(value));
  }

  static Json json(BigInteger value) {
    return Json.of("0x" + value.toString(16));
  }

  /** Reads a quantity; IllegalArgumentException when it is none. */
  static BigInteger parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException("not a quantity");
    }
    return new BigInteger(text.substring(2), 16);
  }

  /** Reads a quantity of 0..2^63-1; IllegalArgumentException when it is none. */
  static long parseLong(String text) {
    BigInteger value = parse(text);
    if (value.bitLength() > 63) {
      throw new IllegalArgumentException("a quantity beyond 2^63-1");
    }
    return value.longValueExact();
  }
}
