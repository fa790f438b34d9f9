package org.obol.e2e;

import java.util.SplittableRandom;

/** Where chance comes from: always said aloud, so that a failure can be had again. */
final class Seed {

  /** Whether the long counts are wanted ({@code -Plong}). */
  static final boolean LONG = Boolean.getBoolean("obol.long");

  private Seed() {}

  static SplittableRandom of(String what) {
    long seed = Long.getLong("obol.seed", System.nanoTime());
    say(what + ": seed " + seed);
    return new SplittableRandom(seed);
  }

  /** A line for the build's log. */
  static void say(String line) {
    System.out.println(line);
  }
}
