package org.obol.trainer.decoder;

import org.obol.trainer.tensor.Matrix;
import org.obol.trainer.tensor.Products;

/** {@code gate * sigmoid(gate) * up}, the middle of a feed-forward part (Shazeer 2020). */
record Gate(Products products) {

  /** Numbers of a task. */
  private static final int SHARE = 4096;

  /** Gradients of both factors. */
  record Gradients(Matrix gate, Matrix up) {}

  Matrix forward(Matrix gate, Matrix up) {
    var out = new Matrix(gate.rows(), gate.columns());
    share(
        gate,
        (from, to) -> {
          float[] sigmoid = sigmoid(gate.data(), from, to);
          for (int i = from; i < to; i++) {
            out.data()[i] = gate.data()[i] * sigmoid[i - from] * up.data()[i];
          }
        });
    return out;
  }

  Gradients backward(Matrix gate, Matrix up, Matrix out) {
    var ofGate = new Matrix(gate.rows(), gate.columns());
    var ofUp = new Matrix(gate.rows(), gate.columns());
    share(
        gate,
        (from, to) -> {
          float[] sigmoid = sigmoid(gate.data(), from, to);
          for (int i = from; i < to; i++) {
            float g = gate.data()[i];
            float s = sigmoid[i - from];
            float d = out.data()[i];
            ofUp.data()[i] = d * g * s;
            ofGate.data()[i] = d * up.data()[i] * s * Math.fma(g, 1f - s, 1f);
          }
        });
    return new Gradients(ofGate, ofUp);
  }

  private float[] sigmoid(float[] x, int from, int to) {
    var sigmoid = new float[to - from];
    for (int i = 0; i < sigmoid.length; i++) {
      sigmoid[i] = -x[from + i];
    }
    products.kernel().exponential(sigmoid, 0, sigmoid.length);
    for (int i = 0; i < sigmoid.length; i++) {
      sigmoid[i] = 1f / (1f + sigmoid[i]);
    }
    return sigmoid;
  }

  private interface Part {
    void compute(int from, int to);
  }

  private void share(Matrix matrix, Part part) {
    int size = matrix.data().length;
    products
        .crew()
        .run(
            Math.ceilDiv(size, SHARE),
            task -> part.compute(task * SHARE, Math.min(size, (task + 1) * SHARE)));
  }
}
