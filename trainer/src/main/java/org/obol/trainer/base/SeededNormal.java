package org.obol.trainer.base;

import java.nio.ByteBuffer;
import org.obol.crypto.Sha256;

/**
 * Normally distributed numbers that depend on a seed, a name and an index alone, so that they are
 * the same on every machine and in every order: SplitMix64 (Steele et al. 2014) of a counter, and
 * the cosine half of Box and Muller's method in StrictMath.
 */
final class SeededNormal {

  private static final long STEP = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1p-53;

  private final long start;

  SeededNormal(long seed, String name) {
    start = ByteBuffer.wrap(Sha256.hash(seed + "/" + name).bytes()).getLong();
  }

  /** {@code count} numbers with mean 0. */
  float[] values(int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      // From (0, 1], because the logarithm of 0 is no number.
      double radius = StrictMath.sqrt(-2 * StrictMath.log((bits(2L * i) + 1) * UNIT));
      double angle = 2 * StrictMath.PI * (bits((2L * i) + 1) * UNIT);
      values[i] = (float) (deviation * radius * StrictMath.cos(angle));
    }
    return values;
  }

  private long bits(long counter) {
    long z = start + (counter * STEP);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return (z ^ (z >>> 31)) >>> 11;
  }
}
