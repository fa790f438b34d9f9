package org.obol.anonymize.entity;

/** Decodes base64 and base64url in bytes, one byte after the other, without allocation. */
final class Base64Reader {
  private final byte[] bytes;
  private final int to;
  private int at;
  private int bits;
  private int held;

  Base64Reader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.to = to;
  }

  /** The next byte, 0 to 255, or -1 at the end. */
  int next() {
    while (held < 8) {
      if (at >= to) {
        return -1;
      }
      bits = bits << 6 | value(bytes[at++]);
      held += 6;
    }
    held -= 8;
    return bits >>> held & 0xFF;
  }

  private static int value(int b) {
    if (b >= 'a') {
      return b - 'a' + 26;
    }
    if (b == '_') {
      return 63;
    }
    if (b >= 'A') {
      return b - 'A';
    }
    if (b >= '0') {
      return b - '0' + 52;
    }
    return b == '/' ? 63 : 62;
  }
}
