package org.obol.anonymize.scan;

import java.util.Arrays;

/**
 * One level of JSON under walk: level 0 is the block itself, level n + 1 the unescaped text of a
 * string of level n. Knows where each of its bytes came from in the block, and the keys on the way
 * to the present value.
 */
final class Level {
  /** Deeper nesting of arrays and objects is refused. */
  static final int MAX_DEPTH = 512;

  final Bits bits;
  final Text text = new Text();
  byte[] bytes;
  int to;

  /** Arrays and objects around the present value. */
  int depth;

  final boolean[] object = new boolean[MAX_DEPTH + 1];
  final int[] keyFrom = new int[MAX_DEPTH + 1];
  final int[] keyTo = new int[MAX_DEPTH + 1];

  /** Whether something was found in the key itself, so that no report may show it. */
  final boolean[] keyHit = new boolean[MAX_DEPTH + 1];

  /** Whether the name of the key says that its value is a secret. */
  final boolean[] secret = new boolean[MAX_DEPTH + 1];

  /** Whether the key or one around it is a field that is text. */
  final boolean[] field = new boolean[MAX_DEPTH + 1];

  /**
   * Bytes from {@code mapAt[i]} on came one by one from the block's {@code mapRaw[i]} on; empty
   * where bytes are the block's own.
   */
  private int[] mapAt = new int[64];

  private int[] mapRaw = new int[64];
  private int mapSize;

  Level(Classifier classifier) {
    this.bits = new Bits(classifier);
    this.bytes = new byte[1024];
  }

  /**
   * The block's position of the byte at {@code at}, or of what follows when {@code at} is an end.
   */
  int raw(int at) {
    if (mapSize == 0) {
      return at;
    }
    int i = last(at);
    return mapRaw[i] + at - mapAt[i];
  }

  /**
   * Makes this level the unescaped text of {@code source.bytes[from, end)}, the inside of a valid
   * JSON string.
   *
   * @return -1, or the position in {@code source} of an escape that is wrong
   */
  int unescape(Level source, int from, int end) {
    if (bytes.length < end - from) {
      bytes = new byte[Bits.whole(Math.max(end - from, bytes.length * 2))];
    }
    mapSize = 0;
    to = 0;
    int at = from;
    while (true) {
      int escape = Bits.next(source.bits.special, at, end);
      copy(source, at, escape);
      if (escape == end) {
        return -1;
      }
      int after = escape(source.bytes, escape, end);
      if (after < 0) {
        return escape;
      }
      at = after;
    }
  }

  private void copy(Level source, int from, int end) {
    map(to, source.raw(from));
    if (source.mapSize > 0) {
      for (int i = source.last(from) + 1; i < source.mapSize && source.mapAt[i] <= end; i++) {
        map(to + source.mapAt[i] - from, source.mapRaw[i]);
      }
    }
    System.arraycopy(source.bytes, from, bytes, to, end - from);
    to += end - from;
  }

  /** The last entry of the map that begins at or before {@code at}. */
  private int last(int at) {
    int i = Arrays.binarySearch(mapAt, 0, mapSize, at);
    return i >= 0 ? i : -i - 2;
  }

  private void map(int at, int raw) {
    if (mapSize > 0 && mapAt[mapSize - 1] == at) {
      mapRaw[mapSize - 1] = raw;
      return;
    }
    if (mapSize == mapAt.length) {
      mapAt = Arrays.copyOf(mapAt, mapSize * 2);
      mapRaw = Arrays.copyOf(mapRaw, mapSize * 2);
    }
    mapAt[mapSize] = at;
    mapRaw[mapSize++] = raw;
  }

  /**
   * Appends the character of the escape at {@code at} and returns the position behind it, or -1
   * when it is none (RFC 8259 section 7).
   */
  private int escape(byte[] source, int at, int end) {
    switch (at + 1 < end ? source[at + 1] : 0) {
      case '"', '\\', '/' -> bytes[to++] = source[at + 1];
      case 'b' -> bytes[to++] = '\b';
      case 'f' -> bytes[to++] = '\f';
      case 'n' -> bytes[to++] = '\n';
      case 'r' -> bytes[to++] = '\r';
      case 't' -> bytes[to++] = '\t';
      case 'u' -> {
        return unicode(source, at, end);
      }
      default -> {
        return -1;
      }
    }
    return at + 2;
  }

  private int unicode(byte[] source, int at, int end) {
    int unit = unit(source, at, end);
    if (unit < 0 || Character.isLowSurrogate((char) unit)) {
      return -1;
    }
    if (!Character.isHighSurrogate((char) unit)) {
      append(unit);
      return at + 6;
    }
    int low = unit(source, at + 6, end);
    if (low < 0 || !Character.isLowSurrogate((char) low)) {
      return -1;
    }
    append(Character.toCodePoint((char) unit, (char) low));
    return at + 12;
  }

  /** The value of the escape with four hex digits at {@code at}, or -1 where there is none. */
  private static int unit(byte[] source, int at, int end) {
    if (at + 6 > end || source[at] != '\\' || source[at + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + 6; i++) {
      if (!Ascii.isHex(source[i])) {
        return -1;
      }
      unit = (unit << 4) | Ascii.hex(source[i]);
    }
    return unit;
  }

  private void append(int codePoint) {
    if (codePoint < 0x80) {
      bytes[to++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      bytes[to++] = (byte) (0xC0 | (codePoint >>> 6));
      bytes[to++] = tail(codePoint);
    } else if (codePoint < 0x10000) {
      bytes[to++] = (byte) (0xE0 | (codePoint >>> 12));
      bytes[to++] = tail(codePoint >>> 6);
      bytes[to++] = tail(codePoint);
    } else {
      bytes[to++] = (byte) (0xF0 | (codePoint >>> 18));
      bytes[to++] = tail(codePoint >>> 12);
      bytes[to++] = tail(codePoint >>> 6);
      bytes[to++] = tail(codePoint);
    }
  }

  private static byte tail(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }
}
