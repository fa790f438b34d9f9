package org.obol.trainer.lora;

/**
 * Random numbers that are a function of seed, name and index alone, so that they can be made in any
 * order: the output function of SplitMix64 (Steele et al. 2014) on a counter.
 */
public final class SeededNumbers {

  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final long key;

  /** The numbers of this name. */
  public SeededNumbers(long seed, String name) {
    long hash = mix(seed);
    for (int i = 0; i < name.length(); i++) {
      hash = mix(hash + name.charAt(i) * GOLDEN);
    }
    this.key = hash;
  }

  /** 64 random bits. */
  public long bits(long index) {
    return mix(key + (index + 1) * GOLDEN);
  }

  /** From -1 up to, but not, 1; a multiple of 2^-23. */
  public float signed(long index) {
    return (bits(index) >>> 40) * 0x1p-23f - 1f;
  }

  private static long mix(long z) {
    long first = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long second = (first ^ (first >>> 27)) * 0x94d049bb133111ebL;
    return second ^ (second >>> 31);
  }
}
