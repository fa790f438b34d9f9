package org.obol.anonymize.entity;

import java.util.Arrays;
import org.obol.anonymize.scan.Ascii;

/** Addresses with a witness program: BIP-173 (version 0) and BIP-350 (later versions). */
final class Bech32 {
  private static final String DIGITS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };
  private static final int BECH32 = 1;
  private static final int BECH32M = 0x2bc830a3;
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < DIGITS.length(); i++) {
      VALUES[DIGITS.charAt(i)] = (byte) i;
    }
  }

  private Bech32() {}

  /** Whether {@code [from, to)}, which begins {@code bc1} in one case, is an address. */
  static boolean isAddress(byte[] text, int from, int to) {
    int sum = 1;
    for (int c : new int[] {'b' >> 5, 'c' >> 5, 0, 'b' & 31, 'c' & 31}) {
      sum = step(sum, c);
    }
    boolean upper = false;
    boolean lower = false;
    for (int i = from + 3; i < to; i++) {
      int value = VALUES[Ascii.lower(text[i])];
      if (value < 0) {
        return false;
      }
      upper |= Ascii.isUpper(text[i]);
      lower |= Ascii.isLower(text[i]);
      sum = step(sum, value);
    }
    int version = VALUES[Ascii.lower(text[from + 3])];
    return !(upper && lower) && version <= 16 && sum == (version == 0 ? BECH32 : BECH32M);
  }

  private static int step(int sum, int value) {
    int top = sum >>> 25;
    int next = (sum & 0x1ffffff) << 5 ^ value;
    for (int i = 0; i < GENERATOR.length; i++) {
      next ^= (top >>> i & 1) == 0 ? 0 : GENERATOR[i];
    }
    return next;
  }
}
