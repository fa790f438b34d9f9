package org.obol.anonymize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The values seen in a run and their numbers: an open hash table of one {@code long} each, small
 * because nearly every look at it waits for memory, and an array in which the values lie in the
 * order of their arrival, each behind its number, label and length. Owned by one thread; never
 * written anywhere.
 */
final class Values {
  /** Before each value: number, label and length. */
  private static final int HEAD = Long.BYTES + 2 * Integer.BYTES;

  private static final int LABEL = Long.BYTES;
  private static final int LENGTH = Long.BYTES + Integer.BYTES;
  private static final long WHERE = 0xFFFF_FFFFL;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FOUR =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Half a hash above where the value begins in the arena; 0 where there is none. */
  private long[] slots = new long[1 << 12];

  private byte[] arena = new byte[1 << 16];
  private int arenaSize;
  private int size;
  private long hash;

  /** Where the value is, or where it would go; good until the next {@link #put}. */
  int slot(Label label, byte[] bytes, int from, int to) {
    hash = hash(label, bytes, from, to);
    int mask = slots.length - 1;
    for (int slot = first(hash, mask); ; slot = (slot + 1) & mask) {
      long known = slots[slot];
      if (known == 0 || (((known ^ hash) & ~WHERE) == 0 && is(known, label, bytes, from, to))) {
        return slot;
      }
    }
  }

  /** The number of the value at {@code slot}, or 0 when it has none yet. */
  long index(int slot) {
    long known = slots[slot];
    return known == 0 ? 0 : (long) EIGHT.get(arena, where(known) - HEAD);
  }

  /** Gives the value that {@code slot} was just asked for, and that has none, a number above 0. */
  void put(int slot, Label label, byte[] bytes, int from, int to, long index) {
    slots[slot] = (hash & ~WHERE) | keep(label, bytes, from, to, index);
    size++;
    if (size * 2 > slots.length) {
      grow();
    }
  }

  private boolean is(long known, Label label, byte[] bytes, int from, int to) {
    int where = where(known);
    return (int) FOUR.get(arena, where - HEAD + LABEL) == label.id()
        && (int) FOUR.get(arena, where - HEAD + LENGTH) == to - from
        && Arrays.equals(arena, where, where + to - from, bytes, from, to);
  }

  private static int where(long known) {
    return (int) known;
  }

  /** Taken from the half of the hash that the table keeps, so that it can grow by itself. */
  private static int first(long hash, int mask) {
    return (int) (hash >>> 32) & mask;
  }

  private int keep(Label label, byte[] bytes, int from, int to, long index) {
    int where = arenaSize + HEAD;
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
    EIGHT.set(arena, arenaSize, index);
    FOUR.set(arena, arenaSize + LABEL, label.id());
    FOUR.set(arena, arenaSize + LENGTH, to - from);
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
    int mask = slots.length - 1;
    for (long known : old) {
      if (known != 0) {
        int slot = first(known, mask);
        while (slots[slot] != 0) {
          slot = (slot + 1) & mask;
        }
        slots[slot] = known;
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
