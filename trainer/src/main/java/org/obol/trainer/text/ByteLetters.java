package org.obol.trainer.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The 256 letters by which byte-level vocabularies write bytes (the convention of GPT-2): a
 * printable character of Latin-1 is itself, the others are numbered from U+0100.
 */
final class ByteLetters {

  private static final int FIRST_OTHER = 0x100;
  private static final char[] LETTER = new char[256];
  private static final int[] BYTE = new int[FIRST_OTHER + 256];

  static {
    Arrays.fill(BYTE, -1);
    int others = 0;
    for (int b = 0; b < LETTER.length; b++) {
      boolean itself = (b > ' ' && b < 0x7f) || (b > 0xa0 && b != 0xad);
      LETTER[b] = (char) (itself ? b : FIRST_OTHER + others++);
      BYTE[LETTER[b]] = b;
    }
  }

  private ByteLetters() {}

  /** The letter of a byte, 0 to 255. */
  static char of(int b) {
    return LETTER[b];
  }

  /** The bytes that are written so; empty when there is a character that is no such letter. */
  static Optional<byte[]> bytes(String letters) {
    byte[] bytes = new byte[letters.length()];
    for (int i = 0; i < bytes.length; i++) {
      char letter = letters.charAt(i);
      if (letter >= BYTE.length || BYTE[letter] < 0) {
        return Optional.empty();
      }
      bytes[i] = (byte) BYTE[letter];
    }
    return Optional.of(bytes);
  }

  /** The bytes of a token; one that is not written in letters stands for itself. */
  static byte[] bytesOfToken(String token) {
    return bytes(token).orElseGet(() -> token.getBytes(StandardCharsets.UTF_8));
  }
}
