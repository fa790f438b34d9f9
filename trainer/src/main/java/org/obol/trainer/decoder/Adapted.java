package org.obol.trainer.decoder;

import java.util.Optional;
import org.obol.trainer.lora.LoraPair;
import org.obol.trainer.model.Linear;
import org.obol.trainer.tensor.Matrix;
import org.obol.trainer.tensor.Products;

/** A linear map and what the adapter adds to it. */
record Adapted(Linear base, Optional<LoraPair> lora, Products products) {

  Matrix forward(Matrix x) {
    var out = new Matrix(base.weight().rows(), x.columns());
    products.multiply(base.weight(), x, out, false);
    base.bias().ifPresent(bias -> addToRows(bias, out));
    lora.ifPresent(pair -> products.multiply(pair.up().packed(), down(pair, x), out, true));
    return out;
  }

  /** What goes up again, scaled. */
  private Matrix down(LoraPair pair, Matrix x) {
    var ranks = new Matrix(pair.down().packed().columns(), x.columns());
    products.multiplyTurned(pair.down().packed(), x, ranks, false);
    scale(ranks, pair.scale());
    return ranks;
  }

  /**
   * Adds to the gradients of the pair and, from the gradient of what came out of {@code x}, to that
   * of {@code x}.
   */
  void backward(Matrix x, Matrix out, Matrix gradient) {
    products.multiplyTurned(base.weight(), out, gradient, true);
    lora.ifPresent(pair -> backward(pair, x, out, gradient));
  }

  private void backward(LoraPair pair, Matrix x, Matrix out, Matrix gradient) {
    products.multiply(out, down(pair, x).turned(), pair.up().gradient(), true);
    var ranks = new Matrix(pair.up().packed().columns(), x.columns());
    products.multiplyTurned(pair.up().packed(), out, ranks, false);
    scale(ranks, pair.scale());
    products.multiply(x, ranks.turned(), pair.down().gradient(), true);
    products.multiply(pair.down().packed(), ranks, gradient, true);
  }

  private static void scale(Matrix matrix, float factor) {
    float[] data = matrix.data();
    for (int i = 0; i < data.length; i++) {
      data[i] *= factor;
    }
  }

  private static void addToRows(float[] bias, Matrix out) {
    for (int panel = 0; panel < out.panels(); panel++) {
      for (int row = 0; row < out.rows(); row++) {
        int at = out.at(row, panel);
        for (int j = 0; j < Matrix.PANEL; j++) {
          out.data()[at + j] += bias[row];
        }
      }
    }
  }
}
