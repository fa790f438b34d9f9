package org.obol.crypto;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A secp256k1 private key. It never shows itself: {@link #toString()} gives the address. */
public final class PrivateKey {

  private static final Pattern HEX = Pattern.compile("(0x)?[0-9a-fA-F]{64}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final BigInteger scalar;
  private final Address address;

  private PrivateKey(BigInteger scalar) {
    if (scalar.signum() <= 0 || scalar.compareTo(Secp256k1.ORDER) >= 0) {
      throw new IllegalArgumentException("a private key outside 1..n-1");
    }
    this.scalar = scalar;
    this.address = Secp256k1.addressOf(scalar);
  }

  /** A fresh random key. */
  public static PrivateKey generate() {
    while (true) {
      byte[] bytes = new byte[32];
      RANDOM.nextBytes(bytes);
      BigInteger candidate = new BigInteger(1, bytes);
      if (candidate.signum() > 0 && candidate.compareTo(Secp256k1.ORDER) < 0) {
        return new PrivateKey(candidate);
      }
    }
  }

  /**
   * Reads 64 hex characters, with or without 0x.
   *
   * @throws IllegalArgumentException when the text is not a key; the text is not repeated
   */
  public static PrivateKey ofHex(String hex) {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("a private key is 64 hex characters");
    }
    return new PrivateKey(new BigInteger(hex.substring(hex.length() - 64), 16));
  }

  /** Reads the 32 bytes of a key. */
  public static PrivateKey ofBytes(byte[] bytes) {
    if (bytes.length != 32) {
      throw new IllegalArgumentException("a private key is 32 bytes, not " + bytes.length);
    }
    return new PrivateKey(new BigInteger(1, bytes));
  }

  /** The account this key signs for. */
  public Address address() {
    return address;
  }

  /** The key as 64 lowercase hex characters, to be written to a 0600 file and nowhere else. */
  public String revealHex() {
    return HexFormat.of().formatHex(Secp256k1.bytes32(scalar));
  }

  BigInteger scalar() {
    return scalar;
  }

  @Override
  public String toString() {
    return "PrivateKey[" + address + "]";
  }
}
