package org.obol.dataset.tree;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds line feeds while checking that a stream is well-formed UTF-8 (Unicode 15, table 3-7). Eight
 * ASCII bytes are taken at a time. Not thread-safe: the state of a split character is kept between
 * calls.
 */
final class Utf8Scanner {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long ONES = 0x0101010101010101L;
  private static final long LINE_FEEDS = 0x0a0a0a0a0a0a0a0aL;

  private long consumed;
  private long lineStart;
  private int pending;
  private int lower = 0x80;
  private int upper = 0xbf;

  /** The place of the next LF in {@code data[from..to)}, or {@code to} when there is none. */
  int lineFeed(byte[] data, int from, int to, long line) {
    int at = from;
    while (at < to) {
      if (pending == 0) {
        at = skipAscii(data, at, to);
        if (at == to) {
          break;
        }
      }
      byte b = data[at];
      if (pending == 0 && b == '\n') {
        consumed += at + 1 - from;
        lineStart = consumed;
        return at;
      }
      step(b & 0xff, line, consumed + at - from);
      at++;
    }
    consumed += to - from;
    return to;
  }

  void end(long line) {
    if (pending > 0) {
      throw invalid(line, consumed);
    }
  }

  private InvalidTextException invalid(long line, long offset) {
    return new InvalidTextException(line, offset - lineStart + 1, offset);
  }

  /** Skips to the first byte that is LF or not ASCII, or to less than eight before the end. */
  private static int skipAscii(byte[] data, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to) {
      long word = (long) LONGS.get(data, at);
      long differs = word ^ LINE_FEEDS;
      // A byte is zero exactly where its high bit survives (Hacker's Delight, section 6-1).
      long lineFeed = (differs - ONES) & ~differs & HIGH_BITS;
      long stop = lineFeed | (word & HIGH_BITS);
      if (stop != 0) {
        return at + Long.numberOfTrailingZeros(stop) / Byte.SIZE;
      }
      at += Long.BYTES;
    }
    while (at < to && data[at] >= 0 && data[at] != '\n') {
      at++;
    }
    return at;
  }

  private void step(int b, long line, long offset) {
    if (pending > 0) {
      if (b < lower || b > upper) {
        throw invalid(line, offset);
      }
      pending--;
      lower = 0x80;
      upper = 0xbf;
      return;
    }
    if (b < 0x80) {
      return;
    }
    if (b < 0xc2 || b > 0xf4) {
      throw invalid(line, offset);
    }
    pending = b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
    lower = b == 0xe0 ? 0xa0 : b == 0xf0 ? 0x90 : 0x80;
    upper = b == 0xed ? 0x9f : b == 0xf4 ? 0x8f : 0xbf;
  }
}
