package org.obol.trainer.tensor;

/**
 * What a thread widens parts of matrices with, and where to.
 *
 * @param kernel does it
 * @param floats room for {@link Factor#CHUNK} times {@link Matrix#PANEL} numbers
 */
public record Scratch(Kernel kernel, float[] floats) {

  /** Fresh room. */
  static Scratch with(Kernel kernel) {
    return new Scratch(kernel, new float[Factor.CHUNK * Matrix.PANEL]);
  }
}
