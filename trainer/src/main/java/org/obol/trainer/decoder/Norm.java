package org.obol.trainer.decoder;

import org.obol.trainer.tensor.Crew;
import org.obol.trainer.tensor.Matrix;

/**
 * Scales groups of features to a root mean square of one (Zhang and Sennrich 2019), and each by a
 * factor. A group has as many features as there are factors: all of a token, or those of a head.
 */
record Norm(float[] factors, float epsilon, Crew crew) {

  Matrix forward(Matrix x) {
    var out = new Matrix(x.rows(), x.columns());
    crew.run(
        x.panels(),
        panel -> {
          for (int row = 0; row < x.rows(); row += factors.length) {
            forward(x.data(), x.at(row, panel), out.data());
          }
        });
    return out;
  }

  private void forward(float[] x, int at, float[] out) {
    float[] inverse = inverse(x, at);
    for (int f = 0, i = at; f < factors.length; f++, i += Matrix.PANEL) {
      for (int j = 0; j < Matrix.PANEL; j++) {
        out[i + j] = x[i + j] * inverse[j] * factors[f];
      }
    }
  }

  /** Turns the gradient of what came out of {@code x} into that of {@code x}. */
  Matrix backward(Matrix x, Matrix out) {
    var gradient = new Matrix(x.rows(), x.columns());
    crew.run(
        x.panels(),
        panel -> {
          for (int row = 0; row < x.rows(); row += factors.length) {
            backward(x.data(), out.data(), x.at(row, panel), gradient.data());
          }
        });
    return gradient;
  }

  private void backward(float[] x, float[] out, int at, float[] gradient) {
    float[] inverse = inverse(x, at);
    var along = new float[Matrix.PANEL];
    for (int f = 0, i = at; f < factors.length; f++, i += Matrix.PANEL) {
      for (int j = 0; j < Matrix.PANEL; j++) {
        along[j] = Math.fma(out[i + j] * factors[f], x[i + j], along[j]);
      }
    }
    for (int j = 0; j < Matrix.PANEL; j++) {
      along[j] = along[j] * inverse[j] * inverse[j] / factors.length;
    }
    for (int f = 0, i = at; f < factors.length; f++, i += Matrix.PANEL) {
      for (int j = 0; j < Matrix.PANEL; j++) {
        float across = Math.fma(-along[j], x[i + j], out[i + j] * factors[f]);
        gradient[i + j] = inverse[j] * across;
      }
    }
  }

  /** One by the root mean square of each column. */
  private float[] inverse(float[] x, int at) {
    var squares = new float[Matrix.PANEL];
    for (int f = 0, i = at; f < factors.length; f++, i += Matrix.PANEL) {
      for (int j = 0; j < Matrix.PANEL; j++) {
        squares[j] = Math.fma(x[i + j], x[i + j], squares[j]);
      }
    }
    for (int j = 0; j < Matrix.PANEL; j++) {
      squares[j] = 1f / (float) Math.sqrt(squares[j] / factors.length + epsilon);
    }
    return squares;
  }
}
