package org.obol.trainer.tensor;

/**
 * The inner loops. All implementations give the same bits for all inputs: a sum is a chain of fused
 * multiply-adds in the order of its steps, and vectors only ever hold neighbours in a row.
 */
public sealed interface Kernel permits ScalarKernel, VectorKernel {

  /**
   * The fastest that this Java machine has: vectors where {@code jdk.incubator.vector} was added,
   * else plain loops.
   */
  static Kernel best() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? new VectorKernel()
        : new ScalarKernel();
  }

  /** {@code out[r][j] = (out[r][j] +) sum over k of left(r, k) * right[k][j]}. */
  void multiply(Left left, Slab right, Slab out, Extent extent);

  /** Replaces the floats {@code [from, to)} by their {@link Exponential}. */
  void exponential(float[] values, int from, int to);

  /** Widens {@code length} bfloat16 numbers. */
  void widen(short[] halves, int from, float[] floats, int at, int length);
}
