package org.obol.anonymize.entity;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Base58 with a checksum of four bytes, as Bitcoin writes addresses and keys. */
final class Base58 {
  private static final String DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  static final Alphabet ALPHABET = Alphabet.of(DIGITS);
  private static final int CHECKSUM = 4;
  private static final byte[] VALUES = new byte[128];

  static {
    for (int i = 0; i < DIGITS.length(); i++) {
      VALUES[DIGITS.charAt(i)] = (byte) i;
    }
  }

  private Base58() {}

  /**
   * What the digits {@code [from, to)} stand for when that is {@code size} bytes and their checksum
   * is right, else null.
   */
  static byte @Nullable [] checked(byte[] text, int from, int to, int size) {
    byte[] value = new byte[size + CHECKSUM];
    for (int i = from; i < to; i++) {
      int carry = VALUES[text[i]];
      for (int j = value.length - 1; j >= 0; j--) {
        carry += (value[j] & 0xFF) * 58;
        value[j] = (byte) carry;
        carry >>>= 8;
      }
      if (carry != 0) {
        return null;
      }
    }
    return leadingZeros(value) == leadingOnes(text, from, to) && isChecked(value, size)
        ? Arrays.copyOf(value, size)
        : null;
  }

  private static int leadingZeros(byte[] value) {
    int zeros = 0;
    while (zeros < value.length && value[zeros] == 0) {
      zeros++;
    }
    return zeros;
  }

  private static int leadingOnes(byte[] text, int from, int to) {
    int at = from;
    while (at < to && text[at] == '1') {
      at++;
    }
    return at - from;
  }

  private static boolean isChecked(byte[] value, int size) {
    byte[] sum = Sha256.of(Sha256.of(Arrays.copyOf(value, size)));
    return Arrays.equals(value, size, value.length, sum, 0, CHECKSUM);
  }
}
