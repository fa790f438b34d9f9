package org.obol.anonymize.entity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.obol.anonymize.scan.Text;

/** The English word list of BIP-39 and the checksum of its phrases. */
final class Bip39 {
  private static final int BITS_PER_WORD = 11;
  private static final WordList WORDS =
      WordList.of(new String(resource(), StandardCharsets.US_ASCII).lines().toList());

  private static final VarHandle FOUR_BYTES =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** One bit for each hash of four characters that a word and the blank behind it begin with. */
  private static final long[] BEGINNINGS = new long[1 << 10];

  static {
    for (String word : new String(resource(), StandardCharsets.US_ASCII).lines().toList()) {
      for (char blank : new char[] {' ', '\n', '\r'}) {
        byte[] begin = (word + blank).getBytes(StandardCharsets.US_ASCII);
        int hash = hash(begin, 0);
        BEGINNINGS[hash >>> 6] |= 1L << hash;
      }
    }
  }

  private Bip39() {}

  /**
   * Whether the four bytes at {@code at} may begin a word with a blank behind it; the standard
   * chose words that differ in their first four letters. Most others are told apart by this.
   */
  static boolean mayBegin(Text text, int at) {
    if (at + 4 > text.to) {
      return false;
    }
    int hash = hash(text.bytes, at);
    return (BEGINNINGS[hash >>> 6] >>> hash & 1) != 0;
  }

  private static int hash(byte[] bytes, int at) {
    return (((int) FOUR_BYTES.get(bytes, at) | 0x20202020) * 0x9E3779B1) >>> 16;
  }

  /** The list, one word a line. */
  static byte[] resource() {
    try (InputStream in = Bip39.class.getResourceAsStream("bip39-english.txt")) {
      return Objects.requireNonNull(in, "The list of words is not in this jar").readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The number of the word {@code [start, end)}, or -1; words have three to eight letters. */
  static int index(Text text, int start, int end) {
    return end - start < 3 || end - start > 8 ? -1 : WORDS.index(text.bytes, start, end);
  }

  /** Whether {@code size} words, a multiple of three, end in the checksum of their entropy. */
  static boolean isValid(int[] indexes, int from, int size) {
    byte[] bits = new byte[(size * BITS_PER_WORD + 7) / 8];
    for (int bit = 0; bit < size * BITS_PER_WORD; bit++) {
      int word = indexes[from + bit / BITS_PER_WORD];
      int value = word >> (BITS_PER_WORD - 1 - bit % BITS_PER_WORD) & 1;
      bits[bit / 8] |= (byte) (value << (7 - bit % 8));
    }
    int checksumBits = size / 3;
    byte[] entropy = new byte[size / 3 * 4];
    System.arraycopy(bits, 0, entropy, 0, entropy.length);
    int mask = 0xFF << (8 - checksumBits) & 0xFF;
    return (Sha256.of(entropy)[0] & mask) == (bits[entropy.length] & mask);
  }
}
