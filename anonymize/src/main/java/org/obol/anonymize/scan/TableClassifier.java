package org.obol.anonymize.scan;

/**
 * One table look-up per byte; eight of them make an 8 by 8 bit matrix, whose transpose is a byte of
 * each plane.
 */
final class TableClassifier implements Classifier {
  private static final int DIGIT = 0;
  private static final int WORD = 1;
  private static final int DASH = 2;
  private static final int MARK = 3;
  private static final int SPECIAL = 4;
  private static final int HIGH = 5;
  private static final int UPPER = 6;
  private static final int DOT = 7;
  private static final long[] TABLE = new long[256];

  static {
    for (int b = 0; b < 256; b++) {
      boolean special = b == '"' || b == '\\' || b < 0x20;
      boolean mark = "@<:=/\\".indexOf(b) >= 0;
      TABLE[b] =
          bit(DIGIT, Ascii.isDigit(b))
              | bit(WORD, Ascii.isBase64Url(b))
              | bit(DASH, b == '-')
              | bit(MARK, mark)
              | bit(SPECIAL, special)
              | bit(HIGH, b >= 0x80)
              | bit(UPPER, Ascii.isUpper(b))
              | bit(DOT, b == '.');
    }
  }

  private static long bit(int plane, boolean set) {
    return set ? 1L << plane : 0;
  }

  @Override
  public void classify(byte[] bytes, int from, int to, Bits bits) {
    for (int at = from; at < to; at += 64) {
      long digit = 0;
      long word = 0;
      long dash = 0;
      long mark = 0;
      long special = 0;
      long high = 0;
      long upper = 0;
      long dot = 0;
      int end = Math.min(64, to - at);
      for (int i = 0; i < end; i += 8) {
        long planes = transpose(i + 8 <= end ? eight(bytes, at + i) : fewer(bytes, at + i, to));
        digit |= (planes & 0xFF) << i;
        word |= (planes >>> 8 & 0xFF) << i;
        dash |= (planes >>> 16 & 0xFF) << i;
        mark |= (planes >>> 24 & 0xFF) << i;
        special |= (planes >>> 32 & 0xFF) << i;
        high |= (planes >>> 40 & 0xFF) << i;
        upper |= (planes >>> 48 & 0xFF) << i;
        dot |= (planes >>> 56) << i;
      }
      int w = at >>> 6;
      bits.digit[w] = digit;
      bits.word[w] = word;
      bits.dash[w] = dash;
      bits.mark[w] = mark;
      bits.special[w] = special;
      bits.high[w] = high;
      bits.upper[w] = upper;
      bits.dot[w] = dot;
    }
  }

  private static long eight(byte[] b, int at) {
    return TABLE[b[at] & 0xFF]
        | (TABLE[b[at + 1] & 0xFF] << 8)
        | (TABLE[b[at + 2] & 0xFF] << 16)
        | (TABLE[b[at + 3] & 0xFF] << 24)
        | (TABLE[b[at + 4] & 0xFF] << 32)
        | (TABLE[b[at + 5] & 0xFF] << 40)
        | (TABLE[b[at + 6] & 0xFF] << 48)
        | (TABLE[b[at + 7] & 0xFF] << 56);
  }

  private static long fewer(byte[] b, int at, int to) {
    long rows = 0;
    for (int i = 0; at + i < to; i++) {
      rows |= TABLE[b[at + i] & 0xFF] << (8 * i);
    }
    return rows;
  }

  /** Transposes an 8 by 8 bit matrix by swapping blocks of 1, 2 and 4 (Hacker's Delight, 7-3). */
  private static long transpose(long x) {
    long t = (x ^ (x >>> 7)) & 0x00AA00AA00AA00AAL;
    x = x ^ t ^ (t << 7);
    t = (x ^ (x >>> 14)) & 0x0000CCCC0000CCCCL;
    x = x ^ t ^ (t << 14);
    t = (x ^ (x >>> 28)) & 0x00000000F0F0F0F0L;
    return x ^ t ^ (t << 28);
  }
}
