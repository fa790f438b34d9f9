package org.obol.trainer.text;

import java.util.Arrays;

/**
 * Which two tokens become which, and in what order: open addressing over two arrays, because a
 * vocabulary has a few hundred thousand of them and each pair of letters is looked up.
 */
final class MergeTable {

  /** No pair has this value, because the rank is not negative. */
  static final long NONE = -1;

  private final long[] pairs;
  private final long[] values;
  private final int mask;

  /**
   * @param most how many will be put
   */
  MergeTable(int most) {
    int capacity = Integer.highestOneBit(Math.max(most, 4)) * 4;
    pairs = new long[capacity];
    values = new long[capacity];
    Arrays.fill(values, NONE);
    mask = capacity - 1;
  }

  /** Puts a merge; of two of the same pair the later one counts. */
  void put(int left, int right, int rank, int merged) {
    int slot = slot(left, right);
    pairs[slot] = pair(left, right);
    values[slot] = ((long) rank << Integer.SIZE) | merged;
  }

  /** The merge of a pair, for {@link #rank} and {@link #merged}, or {@link #NONE}. */
  long get(int left, int right) {
    return values[slot(left, right)];
  }

  /** Smaller ones go first. */
  static int rank(long merge) {
    return (int) (merge >>> Integer.SIZE);
  }

  /** The token that the two become. */
  static int merged(long merge) {
    return (int) merge;
  }

  private int slot(int left, int right) {
    long pair = pair(left, right);
    long mixed = pair * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> Integer.SIZE) & mask;
    while (values[slot] != NONE && pairs[slot] != pair) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static long pair(int left, int right) {
    return ((long) left << Integer.SIZE) | right;
  }
}
