package org.obol.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A canonical recoverable secp256k1 signature: r‖s‖v as 130 lowercase hex characters without 0x, s
 * in the lower half of the group order (EIP-2) and v in {0,1}.
 *
 * <p>There is exactly one text for each signature, so that two logs with the same entries are the
 * same bytes.
 */
public record Signature(String hex) {

  private static final Pattern TEXT = Pattern.compile("[0-9a-f]{130}");

  /**
   * Checks the canonical form.
   *
   * @throws IllegalArgumentException naming the rule that the text breaks
   */
  public Signature {
    if (!TEXT.matcher(hex).matches()) {
      throw new IllegalArgumentException("a signature is 130 lowercase hex characters (r, s, v)");
    }
    BigInteger r = new BigInteger(hex.substring(0, 64), 16);
    BigInteger s = new BigInteger(hex.substring(64, 128), 16);
    if (r.signum() == 0 || s.signum() == 0 || r.compareTo(Secp256k1.ORDER) >= 0) {
      throw new IllegalArgumentException("signature with r or s outside 1..n-1");
    }
    if (s.compareTo(Secp256k1.HALF_ORDER) > 0) {
      throw new IllegalArgumentException(
          "signature with s in the upper half (not canonical, EIP-2)");
    }
    if (!hex.endsWith("00") && !hex.endsWith("01")) {
      throw new IllegalArgumentException("signature with v other than 0 or 1");
    }
  }

  static Signature of(BigInteger r, BigInteger s, int v) {
    byte[] out = new byte[65];
    System.arraycopy(Secp256k1.bytes32(r), 0, out, 0, 32);
    System.arraycopy(Secp256k1.bytes32(s), 0, out, 32, 32);
    out[64] = (byte) v;
    return new Signature(HexFormat.of().formatHex(out));
  }

  /** A copy of the 65 bytes. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  BigInteger r() {
    return new BigInteger(1, Arrays.copyOfRange(bytes(), 0, 32));
  }

  BigInteger s() {
    return new BigInteger(1, Arrays.copyOfRange(bytes(), 32, 64));
  }

  int v() {
    return hex.charAt(129) - '0';
  }

  @Override
  public String toString() {
    return hex;
  }
}
