package org.obol.trainer.decoder;

import java.util.Arrays;
import org.obol.trainer.model.BaseModel;
import org.obol.trainer.tensor.Factor;
import org.obol.trainer.tensor.Matrix;
import org.obol.trainer.tensor.Products;

/**
 * From features to the loss: the negative log likelihood of each token that is learned, given those
 * before it. Scores of the whole vocabulary are kept for {@value #BLOCK} tokens at a time.
 */
final class Head {

  private static final int BLOCK = 4 * Matrix.PANEL;

  /** Tokens of the vocabulary whose likelihoods one task sums. */
  private static final int SHARE = 1024;

  private final Products products;
  private final Factor weight;

  Head(BaseModel base, Products products) {
    this.products = products;
    this.weight = base.head();
  }

  /**
   * Tokens that are learned, and where the features are that they are predicted from.
   *
   * @param columns of the features
   * @param tokens in the same order
   */
  record Targets(int[] columns, int[] tokens) {

    private int size() {
      return columns.length;
    }

    private Targets part(int from, int to) {
      return new Targets(
          Arrays.copyOfRange(columns, from, to), Arrays.copyOfRange(tokens, from, to));
    }
  }

  /** The sum of the losses of all targets. */
  double loss(Matrix features, Targets targets) {
    double loss = 0;
    for (int from = 0; from < targets.size(); from += BLOCK) {
      Targets part = targets.part(from, Math.min(targets.size(), from + BLOCK));
      loss += new Scores(gather(features, part), part).loss;
    }
    return loss;
  }

  /**
   * The sum of the losses of all targets.
   *
   * @param gradient receives {@code scale} times the gradient of that sum
   */
  double loss(Matrix features, Targets targets, float scale, Matrix gradient) {
    double loss = 0;
    for (int from = 0; from < targets.size(); from += BLOCK) {
      Targets part = targets.part(from, Math.min(targets.size(), from + BLOCK));
      var scores = new Scores(gather(features, part), part);
      loss += scores.loss;
      scatter(scores.gradient(scale), part, gradient);
    }
    return loss;
  }

  /** The scores of the whole vocabulary (rows) for each column of the features. */
  Matrix logits(Matrix features) {
    var logits = new Matrix(weight.rows(), features.columns());
    products.multiply(weight, features, logits, false);
    return logits;
  }

  private static Matrix gather(Matrix features, Targets targets) {
    var gathered = new Matrix(features.rows(), targets.size());
    for (int i = 0; i < targets.size(); i++) {
      for (int f = 0; f < features.rows(); f++) {
        gathered.set(f, i, features.get(f, targets.columns()[i]));
      }
    }
    return gathered;
  }

  private static void scatter(Matrix gathered, Targets targets, Matrix gradient) {
    for (int i = 0; i < targets.size(); i++) {
      for (int f = 0; f < gathered.rows(); f++) {
        gradient.set(f, targets.columns()[i], gathered.get(f, i));
      }
    }
  }

  /** Scores of the vocabulary for a block of targets; e to the power of them, after the loss. */
  private final class Scores {

    private final Targets targets;
    private final Matrix scores;
    private final double[] sums;
    private final double loss;

    Scores(Matrix features, Targets targets) {
      this.targets = targets;
      this.scores = logits(features);
      float[] most = most();
      this.sums = new double[targets.size()];
      var right = new double[targets.size()];
      for (int i = 0; i < right.length; i++) {
        right[i] = (double) scores.get(targets.tokens()[i], i) - most[i];
      }
      exponentials(most);
      double sum = 0;
      for (int i = 0; i < right.length; i++) {
        sum += StrictMath.log(sums[i]) - right[i];
      }
      this.loss = sum;
    }

    private int shares() {
      return Math.ceilDiv(scores.rows(), SHARE);
    }

    /** The highest score of each column. */
    private float[] most() {
      var most = new float[scores.panels() * Matrix.PANEL];
      Arrays.fill(most, Float.NEGATIVE_INFINITY);
      products
          .crew()
          .run(
              scores.panels(),
              panel -> {
                for (int row = 0; row < scores.rows(); row++) {
                  int at = scores.at(row, panel);
                  for (int j = 0; j < Matrix.PANEL; j++) {
                    int column = panel * Matrix.PANEL + j;
                    most[column] = Math.max(most[column], scores.data()[at + j]);
                  }
                }
              });
      return most;
    }

    private void exponentials(float[] most) {
      var parts = new float[shares()][most.length];
      products
          .crew()
          .run(
              shares() * scores.panels(),
              task -> {
                int panel = task % scores.panels();
                int share = task / scores.panels();
                exponentials(share * SHARE, panel, most, parts[share]);
              });
      for (float[] part : parts) {
        for (int i = 0; i < sums.length; i++) {
          sums[i] += part[i];
        }
      }
    }

    private void exponentials(int first, int panel, float[] most, float[] sums) {
      int from = scores.at(first, panel);
      int to = scores.at(Math.min(scores.rows(), first + SHARE) - 1, panel) + Matrix.PANEL;
      float[] data = scores.data();
      int columns = panel * Matrix.PANEL;
      for (int at = from; at < to; at += Matrix.PANEL) {
        for (int j = 0; j < Matrix.PANEL; j++) {
          data[at + j] -= most[columns + j];
        }
      }
      products.kernel().exponential(data, from, to);
      for (int at = from; at < to; at += Matrix.PANEL) {
        for (int j = 0; j < Matrix.PANEL; j++) {
          sums[columns + j] += data[at + j];
        }
      }
    }

    /** Of the features: likelihoods times rows of the head, less the row of the right token. */
    Matrix gradient(float scale) {
      var gradient = new Matrix(weight.columns(), targets.size());
      products.multiplyTurned(weight, scores, gradient, false);
      for (int i = 0; i < targets.size(); i++) {
        float likelihood = (float) (scale / sums[i]);
        for (int f = 0; f < gradient.rows(); f++) {
          float right = scale * weight.get(targets.tokens()[i], f);
          gradient.set(f, i, Math.fma(gradient.get(f, i), likelihood, -right));
        }
      }
      return gradient;
    }
  }
}
