package org.obol.finetune.provenance;

/** A seed of 64 bits as decimal text, because JSON keeps only 53 bits of a number. */
final class Seed {

  private Seed() {}

  static long parse(String text) {
    long seed = Long.parseLong(text);
    if (!Long.toString(seed).equals(text)) {
      throw new IllegalArgumentException("\"" + text + "\" is not the plain form of " + seed);
    }
    return seed;
  }
}
