package org.obol.finetune.data;

/**
 * On which line a 64-bit fingerprint was first met. Takes 16 bytes for each of twice as many places
 * as there are entries, and no more than {@value #MOST} entries. Not thread-safe.
 */
final class Fingerprints {

  /** Most fingerprints that are kept. */
  static final int MOST = 1 << 20;

  private long[] keys = new long[1 << 10];
  private long[] lines = new long[1 << 10];
  private int size;

  /** The line of an equal one before, or 0; then it is kept, unless there are too many. */
  long before(long fingerprint, long line) {
    int at = place(fingerprint);
    if (lines[at] != 0) {
      return lines[at];
    }
    if (size < MOST) {
      keys[at] = fingerprint;
      lines[at] = line;
      size++;
      if (size > keys.length / 2) {
        grow();
      }
    }
    return 0;
  }

  boolean isFull() {
    return size == MOST;
  }

  private int place(long fingerprint) {
    int mask = keys.length - 1;
    int at = Long.hashCode(fingerprint) & mask;
    while (lines[at] != 0 && keys[at] != fingerprint) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldLines = lines;
    keys = new long[2 * oldKeys.length];
    lines = new long[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldLines[i] != 0) {
        int at = place(oldKeys[i]);
        keys[at] = oldKeys[i];
        lines[at] = oldLines[i];
      }
    }
  }
}
