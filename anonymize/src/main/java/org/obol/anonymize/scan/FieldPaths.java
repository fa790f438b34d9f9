package org.obol.anonymize.scan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Names the places in a record where something was found, such as {@code /messages/0/content} with
 * a star for the 0. Keys in which something was found are shown as {@code (key)}; at most {@link
 * #LIMIT} places are told apart. Owned by one thread.
 */
public final class FieldPaths {
  /** Further places are counted as one. */
  public static final int LIMIT = 2_000;

  private static final int LONGEST_KEY = 60;

  private static final int SLOTS = 4 * LIMIT;

  /** Hashes of places with their ids, open addressing; an id of 0 is a free slot. */
  private final long[] hashes = new long[SLOTS];

  private final int[] ids = new int[SLOTS];
  private final List<String> names = new ArrayList<>(List.of("(further places)"));

  /** The name of a place by its id. */
  public String name(int id) {
    return names.get(id);
  }

  /** The id of the present value, or key, of the innermost of {@code levels[0 .. last]}. */
  int id(Level[] levels, int last, boolean key) {
    long hash = key ? 1 : 0;
    for (int l = 0; l <= last; l++) {
      Level level = levels[l];
      int depth = level.depth - (key && l == last ? 1 : 0);
      for (int d = 1; d <= depth; d++) {
        hash =
            level.object[d] && !level.keyHit[d]
                ? hash(hash, level.bytes, level.keyFrom[d], level.keyTo[d])
                : hash * 31 + (level.object[d] ? 11 : 7);
      }
    }
    int slot = (int) Math.floorMod(hash ^ (hash >>> 32), (long) SLOTS);
    while (ids[slot] != 0) {
      if (hashes[slot] == hash) {
        return ids[slot];
      }
      slot = slot + 1 == SLOTS ? 0 : slot + 1;
    }
    if (names.size() == LIMIT) {
      return 0;
    }
    names.add(describe(levels, last, key));
    hashes[slot] = hash;
    ids[slot] = names.size() - 1;
    return ids[slot];
  }

  private static long hash(long hash, byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      hash = (hash ^ bytes[i]) * 0x100000001b3L;
    }
    return hash * 31 + 1;
  }

  private static String describe(Level[] levels, int last, boolean key) {
    StringBuilder path = new StringBuilder();
    for (int l = 0; l <= last; l++) {
      Level level = levels[l];
      int depth = level.depth - (key && l == last ? 1 : 0);
      for (int d = 1; d <= depth; d++) {
        path.append('/').append(level.object[d] ? component(level, d) : "*");
      }
    }
    if (key) {
      path.append("/(key)");
    }
    return path.isEmpty() ? "/" : path.toString();
  }

  private static String component(Level level, int depth) {
    if (level.keyHit[depth]) {
      return "(key)";
    }
    int from = level.keyFrom[depth];
    int length = level.keyTo[depth] - from;
    String name =
        new String(level.bytes, from, Math.min(length, LONGEST_KEY), StandardCharsets.UTF_8);
    return length <= LONGEST_KEY ? name : name + "…";
  }
}
