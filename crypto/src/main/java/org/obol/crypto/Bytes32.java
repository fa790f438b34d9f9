package org.obol.crypto;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * 32 bytes as the EVM's {@code bytes32}: a hash, a nonce, a topic or one word of an encoding.
 * Written as {@code 0x} and 64 lowercase hex characters, so that equal bytes are equal texts.
 */
public record Bytes32(String hex) implements Comparable<Bytes32> {

  /** Length in bytes. */
  public static final int BYTES = 32;

  // Before the constants that it checks.
  private static final Pattern LOWER = Pattern.compile("0x[0-9a-f]{64}");

  /** 32 zero bytes. */
  public static final Bytes32 ZERO = new Bytes32("0x" + "0".repeat(2 * BYTES));

  /**
   * Checks the canonical form.
   *
   * @throws IllegalArgumentException unless {@code hex} is 0x and 64 lowercase hex characters
   */
  public Bytes32 {
    if (!LOWER.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "not 0x and 64 lowercase hex characters: \"" + Shown.brief(hex, 80) + "\"");
    }
  }

  /**
   * Reads 0x and 64 hex characters of any case.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static Bytes32 parse(String text) {
    return new Bytes32(text.toLowerCase(Locale.ROOT));
  }

  /**
   * The value whose 32 bytes are given.
   *
   * @throws IllegalArgumentException when there are more or fewer
   */
  public static Bytes32 of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("32 bytes are needed, not " + bytes.length);
    }
    return new Bytes32("0x" + HexFormat.of().formatHex(bytes));
  }

  /** The Keccak-256 digest of {@code data}. */
  public static Bytes32 keccak(byte[] data) {
    return of(Keccak.hash(data));
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex, 2, hex.length());
  }

  @Override
  public int compareTo(Bytes32 other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
