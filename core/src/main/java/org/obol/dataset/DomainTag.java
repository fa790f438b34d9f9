package org.obol.dataset;

import java.nio.charset.StandardCharsets;

/**
 * The 32 bytes that every signed object begins with, so that no signature can be read as one over
 * another kind of object.
 */
public final class DomainTag {

  private static final int BYTES = 32;

  private DomainTag() {}

  /**
   * The ASCII of {@code name}, padded with zeros.
   *
   * @throws IllegalArgumentException when it has another character, or more than 32
   */
  public static byte[] of(String name) {
    if (name.length() > BYTES || !StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
      throw new IllegalArgumentException("a domain tag is at most 32 ASCII characters: " + name);
    }
    byte[] padded = new byte[BYTES];
    byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, padded, 0, ascii.length);
    return padded;
  }
}
