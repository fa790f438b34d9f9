package org.obol.trainer.tensor;

/**
 * The left factor of a product, in place: where its element of row {@code r} and step {@code k} is.
 *
 * @param data what it lies in
 * @param at where row 0, step 0 is
 * @param rowStride from a row to the next
 * @param stepStride from a step to the next in the same block of {@value Matrix#PANEL} steps
 * @param blockStride from a block of steps to the next
 */
public record Left(float[] data, int at, int rowStride, int stepStride, int blockStride) {

  /** The same factor without its first {@code rows} rows. */
  Left below(int rows) {
    return new Left(data, at + rows * rowStride, rowStride, stepStride, blockStride);
  }
}
