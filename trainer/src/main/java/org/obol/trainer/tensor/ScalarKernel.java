package org.obol.trainer.tensor;

import java.util.Arrays;

/** One number after the other. */
final class ScalarKernel implements Kernel {

  @Override
  public void multiply(Left left, Slab right, Slab out, Extent extent) {
    for (int r = 0; r < extent.rows(); r++) {
      int to = out.at() + r * Matrix.PANEL;
      if (!extent.add()) {
        Arrays.fill(out.data(), to, to + Matrix.PANEL, 0f);
      }
      for (int k = 0; k < extent.steps(); k++) {
        int block = (k / Matrix.PANEL) * left.blockStride();
        int step = (k % Matrix.PANEL) * left.stepStride();
        float factor = left.data()[left.at() + r * left.rowStride() + block + step];
        int from = right.at() + k * Matrix.PANEL;
        for (int j = 0; j < Matrix.PANEL; j++) {
          out.data()[to + j] = Math.fma(factor, right.data()[from + j], out.data()[to + j]);
        }
      }
    }
  }

  @Override
  public void exponential(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = Exponential.of(values[i]);
    }
  }

  @Override
  public void widen(short[] halves, int from, float[] floats, int at, int length) {
    for (int i = 0; i < length; i++) {
      floats[at + i] = Float.intBitsToFloat(halves[from + i] << 16);
    }
  }
}
