package org.obol.anonymize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The values seen in a run and their numbers: an open hash table whose values lie in one array.
 * Owned by one thread; never written anywhere.
 */
final class Values {
  private static final int WIDTH = 4;
  private static final int HASH = 0;
  private static final int WHERE = 1;
  private static final int LABEL_AND_LENGTH = 2;
  private static final int INDEX = 3;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private long[] slots = new long[WIDTH << 12];
  private byte[] arena = new byte[1 << 16];
  private int arenaSize;
  private int size;
  private long hash;

  /** Where the value is, or where it would go; good until the next {@link #put}. */
  int slot(Label label, byte[] bytes, int from, int to) {
    hash = hash(label, bytes, from, to);
    return slot(hash, label, bytes, from, to);
  }

  /** The number of the value at {@code slot}, or 0 when it has none yet. */
  long index(int slot) {
    return slots[slot + INDEX];
  }

  /** Gives the value that {@code slot} was just asked for, and that has none, a number above 0. */
  void put(int slot, Label label, byte[] bytes, int from, int to, long index) {
    slots[slot + HASH] = hash;
    slots[slot + WHERE] = keep(bytes, from, to);
    slots[slot + LABEL_AND_LENGTH] = identity(label, to - from);
    slots[slot + INDEX] = index;
    size++;
    if (size * 2 > slots.length / WIDTH) {
      grow();
    }
  }

  private int slot(long hash, Label label, byte[] bytes, int from, int to) {
    int mask = slots.length / WIDTH - 1;
    long identity = identity(label, to - from);
    for (int i = (int) hash & mask; ; i = (i + 1) & mask) {
      int slot = i * WIDTH;
      if (slots[slot + INDEX] == 0) {
        return slot;
      }
      int where = (int) slots[slot + WHERE];
      if (slots[slot + HASH] == hash
          && slots[slot + LABEL_AND_LENGTH] == identity
          && Arrays.equals(arena, where, where + to - from, bytes, from, to)) {
        return slot;
      }
    }
  }

  private static long identity(Label label, int length) {
    return ((long) label.id() << 32) | length;
  }

  private int keep(byte[] bytes, int from, int to) {
    int where = arenaSize;
    long needed = (long) where + to - from;
    if (needed > Integer.MAX_VALUE - 64) {
      throw new AnonymizeException(
          "more than 2 GiB of different values: split the input into several runs with the same"
              + " --numbering");
    }
    if (needed > arena.length) {
      arena =
          Arrays.copyOf(
              arena, (int) Math.min(Integer.MAX_VALUE - 64, Math.max(needed, 2L * arena.length)));
    }
    System.arraycopy(bytes, from, arena, where, to - from);
    arenaSize = (int) needed;
    return where;
  }

  private void grow() {
    if (slots.length > Integer.MAX_VALUE / 2) {
      throw new AnonymizeException(
          "too many different values: split the input into several runs with the same --numbering");
    }
    long[] old = slots;
    slots = new long[old.length * 2];
    int mask = slots.length / WIDTH - 1;
    for (int from = 0; from < old.length; from += WIDTH) {
      if (old[from + INDEX] != 0) {
        int i = (int) old[from + HASH] & mask;
        while (slots[i * WIDTH + INDEX] != 0) {
          i = (i + 1) & mask;
        }
        System.arraycopy(old, from, slots, i * WIDTH, WIDTH);
      }
    }
  }

  private static long hash(Label label, byte[] bytes, int from, int to) {
    long hash = label.id();
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      hash = mix(hash ^ (long) EIGHT.get(bytes, at));
    }
    for (; at < to; at++) {
      hash = (hash ^ bytes[at]) * MULTIPLIER;
    }
    return mix(hash);
  }

  private static long mix(long hash) {
    long product = hash * MULTIPLIER;
    return product ^ (product >>> 32);
  }
}
