package org.obol.trainer.safetensors;

import java.util.Arrays;
import java.util.Comparator;

/** Numbers by their bits, so that no two NaN are the same and 0 is not -0. */
final class Bits {

  static final Comparator<float[]> ORDER = Comparator.comparing(Bits::of, Arrays::compare);

  private Bits() {}

  static int[] of(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
