package org.obol.anonymize.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** UTF-8 as RFC 3629 section 4 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {
  private static final VarHandle FOUR =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Utf8() {}

  /**
   * The first position in {@code [from, to)} at which no valid character begins, or -1; {@code
   * high} marks bytes of 0x80 and above.
   */
  static int invalid(byte[] bytes, long[] high, int from, int to) {
    int at = Bits.next(high, from, to);
    while (at < to) {
      int length = at + 4 <= to ? common(bytes, at) : 0;
      length = length > 0 ? length : length(bytes, at, to);
      if (length == 0) {
        return at;
      }
      at += length;
      if (at < to && bytes[at] >= 0) {
        at = Bits.next(high, at, to);
      }
    }
    return -1;
  }

  /**
   * The length of the character at {@code at} when its first byte leaves nothing more to ask than
   * how many others follow, else 0.
   */
  private static int common(byte[] bytes, int at) {
    int four = (int) FOUR.get(bytes, at);
    if ((four & 0xC0C0F0) == 0x8080E0) {
      int first = four & 0xF;
      return first != 0 && first != 0xD ? 3 : 0;
    }
    return (four & 0xC0E0) == 0x80C0 && (four & 0x1E) != 0 ? 2 : 0;
  }

  private static int length(byte[] bytes, int at, int to) {
    int first = bytes[at] & 0xFF;
    if (first < 0xC2 || first > 0xF4) {
      return 0;
    }
    int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (at + length > to) {
      return 0;
    }
    int second = bytes[at + 1] & 0xFF;
    int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
