package org.obol.evm;

import java.util.HexFormat;
import java.util.Locale;
import org.obol.crypto.Bytes32;

/**
 * Bytes of any number as JSON-RPC writes them: {@code 0x} and two lowercase hex characters for each
 * byte. Call data, code, return values, signatures.
 */
public record HexBytes(String hex) {

  /** No bytes. */
  public static final HexBytes EMPTY = new HexBytes("0x");

  /**
   * Checks the canonical form.
   *
   * @throws IllegalArgumentException unless {@code hex} is 0x and pairs of lowercase hex characters
   */
  public HexBytes {
    if (hex.length() % 2 != 0
        || !hex.startsWith("0x")
        || !hex.chars().skip(2).allMatch(HexBytes::isHex)) {
      throw new IllegalArgumentException("not 0x and pairs of lowercase hex characters");
    }
  }

  /**
   * Reads 0x and pairs of hex characters of any case.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static HexBytes parse(String text) {
    return new HexBytes(text.toLowerCase(Locale.ROOT));
  }

  /** The given bytes. */
  public static HexBytes of(byte[] bytes) {
    return new HexBytes("0x" + HexFormat.of().formatHex(bytes));
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex, 2, hex.length());
  }

  /** How many bytes there are. */
  public int size() {
    return (hex.length() - 2) / 2;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return size() == 0;
  }

  /** The bytes before {@code end}, at most all. */
  public HexBytes first(int end) {
    return new HexBytes(hex.substring(0, 2 + (2 * Math.min(end, size()))));
  }

  /** The bytes from {@code start} on; none when there are no more. */
  public HexBytes from(int start) {
    return new HexBytes("0x" + hex.substring(2 + (2 * Math.min(start, size()))));
  }

  /** These bytes and then {@code others}. */
  public HexBytes then(HexBytes others) {
    return new HexBytes(hex + others.hex.substring(2));
  }

  /** The Keccak-256 digest of the bytes. */
  public Bytes32 keccak() {
    return Bytes32.keccak(bytes());
  }

  @Override
  public String toString() {
    return hex;
  }

  private static boolean isHex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
}
