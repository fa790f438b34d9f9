package org.obol.trainer.safetensors;

import java.util.List;

/**
 * Numbers to write.
 *
 * @param shape sizes of the dimensions, slowest first; empty for a single number
 * @param values row by row, as many as the shape says
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record Tensor(List<Integer> shape, float[] values) {

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException when it is not that of the values
   */
  public Tensor {
    shape = List.copyOf(shape);
    long count = 1;
    for (int size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("a dimension of size " + size);
      }
      count = Math.multiplyExact(count, (long) size);
    }
    if (count != values.length) {
      throw new IllegalArgumentException(
          "shape " + shape + " has " + count + " numbers, and there are " + values.length);
    }
  }
}
