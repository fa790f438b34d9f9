package org.obol.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.util.HexFormat;

/** A SHA-256 digest (FIPS 180-4), written as 64 lowercase hex characters. */
public record Sha256(String hex) implements Comparable<Sha256> {

  /** Length of the digest in bytes. */
  public static final int BYTES = 32;

  private static final HexFormat HEX = HexFormat.of();

  /**
   * Checks the text form.
   *
   * @throws IllegalArgumentException unless {@code hex} is 64 lowercase hex characters
   */
  public Sha256 {
    if (!isHex(hex)) {
      throw new IllegalArgumentException(
          "not 64 lowercase hex characters: \"" + Shown.brief(hex, 80) + "\"");
    }
  }

  /** Whether {@code text} is 64 lowercase hex characters. */
  public static boolean isHex(String text) {
    return text.length() == 2 * BYTES && text.chars().allMatch(Sha256::isLowerHex);
  }

  /** The digest whose 32 bytes are given. */
  public static Sha256 of(byte[] digest) {
    return new Sha256(HEX.formatHex(digest));
  }

  /** The digest of {@code data}. */
  public static Sha256 hash(byte[] data) {
    return of(digest().digest(data));
  }

  /** The digest of the UTF-8 bytes of {@code text}. */
  public static Sha256 hash(String text) {
    return hash(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A fresh streaming digest. The provider is pinned: the JDK's own uses the processor's SHA
   * instructions, others can be six times slower.
   */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256", "SUN");
    } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256 of its own", e);
    }
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return HEX.parseHex(hex);
  }

  @Override
  public int compareTo(Sha256 other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }

  private static boolean isLowerHex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
}
