package org.obol.trainer.safetensors;

import java.util.List;
import java.util.Set;

/** Named tensors, widened to 32-bit floats when they are read. For any number of threads. */
public interface Weights {

  /** Names of all tensors. */
  Set<String> names();

  /**
   * Sizes of the dimensions of a tensor, slowest first.
   *
   * @throws IllegalArgumentException when there is no such tensor
   */
  List<Integer> shape(String name);

  /**
   * All values of a tensor, row by row, as a fresh array.
   *
   * @throws IllegalArgumentException when there is no such tensor
   */
  float[] read(String name);
}
