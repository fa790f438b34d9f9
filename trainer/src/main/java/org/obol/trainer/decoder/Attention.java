package org.obol.trainer.decoder;

import java.util.Arrays;
import org.obol.trainer.model.ModelConfig;
import org.obol.trainer.tensor.Extent;
import org.obol.trainer.tensor.Kernel;
import org.obol.trainer.tensor.Matrix;
import org.obol.trainer.tensor.Products;
import org.obol.trainer.tensor.Slab;

/**
 * Each token looks at itself and those before it (Vaswani et al. 2017); neighbouring heads share
 * keys and values (Ainslie et al. 2023). A task is one head, or one panel of tokens of a head.
 */
final class Attention {

  private static final int PANEL = Matrix.PANEL;

  private final Products products;
  private final int heads;
  private final int dim;

  /** Heads of queries for each head of keys. */
  private final int group;

  private final float scale;

  Attention(ModelConfig config, Products products) {
    this.products = products;
    this.heads = config.heads();
    this.dim = config.headDim();
    this.group = config.heads() / config.keyValueHeads();
    this.scale = (float) (1 / Math.sqrt(dim));
  }

  /** Queries, keys and values; or their gradients. */
  record Parts(Matrix queries, Matrix keys, Matrix values) {}

  Matrix forward(Parts in) {
    Matrix q = in.queries();
    var out = new Matrix(q.rows(), q.columns());
    products
        .crew()
        .run(
            heads * q.panels(),
            task -> {
              int head = task % heads;
              // The longest rows first, so that no thread begins one when the others are done.
              int panel = q.panels() - 1 - task / heads;
              float[] weights = weights(in, head, panel);
              var extent = new Extent(dim, weights.length / PANEL, false);
              kernel()
                  .multiply(
                      in.values().across(shared(head), 0),
                      new Slab(weights, 0),
                      out.slab(head * dim, panel),
                      extent);
            });
    return out;
  }

  /** Gradients of what went in, from that of what came out. */
  Parts backward(Parts in, Matrix out) {
    Matrix q = in.queries();
    var queries = new Matrix(q.rows(), q.columns());
    var keys = new Matrix(q.rows(), q.columns());
    var values = new Matrix(q.rows(), q.columns());
    products.crew().run(heads, head -> backward(in, out, new Parts(queries, keys, values), head));
    return new Parts(queries, sumGroups(keys), sumGroups(values));
  }

  private void backward(Parts in, Matrix out, Parts gradients, int head) {
    int row = head * dim;
    for (int panel = 0; panel < out.panels(); panel++) {
      float[] weights = weights(in, head, panel);
      float[] scores = products(in.values(), out, head, panel);
      softmaxBackward(weights, scores);
      var extent = new Extent(dim, weights.length / PANEL, false);
      kernel()
          .multiply(
              in.keys().across(shared(head), 0),
              new Slab(scores, 0),
              gradients.queries().slab(row, panel),
              extent);
      for (int earlier = 0; earlier <= panel; earlier++) {
        var step = new Extent(dim, out.columns(panel), earlier < panel);
        kernel()
            .multiply(
                out.across(row, panel * PANEL),
                turned(weights, earlier),
                gradients.values().slab(row, earlier),
                step);
        kernel()
            .multiply(
                in.queries().across(row, panel * PANEL),
                turned(scores, earlier),
                gradients.keys().slab(row, earlier),
                step);
      }
    }
  }

  /**
   * How much each token of a panel looks at each token that it can see, a row for each of these.
   */
  private float[] weights(Parts in, int head, int panel) {
    float[] scores = products(in.keys(), in.queries(), head, panel);
    int rows = scores.length / PANEL;
    var most = new float[PANEL];
    Arrays.fill(most, Float.NEGATIVE_INFINITY);
    for (int s = 0; s < rows; s++) {
      for (int j = firstSeeing(s, panel); j < PANEL; j++) {
        scores[s * PANEL + j] *= scale;
        most[j] = Math.max(most[j], scores[s * PANEL + j]);
      }
    }
    for (int s = 0; s < rows; s++) {
      for (int j = 0; j < PANEL; j++) {
        scores[s * PANEL + j] -= most[j];
      }
    }
    kernel().exponential(scores, 0, scores.length);
    var sums = new float[PANEL];
    for (int s = 0; s < rows; s++) {
      int first = firstSeeing(s, panel);
      Arrays.fill(scores, s * PANEL, s * PANEL + first, 0f);
      for (int j = first; j < PANEL; j++) {
        sums[j] += scores[s * PANEL + j];
      }
    }
    for (int s = 0; s < rows; s++) {
      for (int j = 0; j < PANEL; j++) {
        scores[s * PANEL + j] /= sums[j];
      }
    }
    return scores;
  }

  /** The first token of the panel that does not come before token {@code s}. */
  private static int firstSeeing(int s, int panel) {
    return Math.max(0, s - panel * PANEL);
  }

  /** Products of a panel's tokens with each token that one of them can see. */
  private float[] products(Matrix seen, Matrix seeing, int head, int panel) {
    int rows = panel * PANEL + seeing.columns(panel);
    var sums = new float[rows * PANEL];
    for (int s = 0; s < rows; s += PANEL) {
      kernel()
          .multiply(
              seen.down(shared(head), s),
              seeing.slab(head * dim, panel),
              new Slab(sums, s * PANEL),
              new Extent(Math.min(PANEL, rows - s), dim, false));
    }
    return sums;
  }

  /** Turns gradients of weights into gradients of products. */
  private void softmaxBackward(float[] weights, float[] gradients) {
    var along = new float[PANEL];
    for (int i = 0; i < weights.length; i += PANEL) {
      for (int j = 0; j < PANEL; j++) {
        along[j] = Math.fma(weights[i + j], gradients[i + j], along[j]);
      }
    }
    for (int i = 0; i < weights.length; i += PANEL) {
      for (int j = 0; j < PANEL; j++) {
        gradients[i + j] = weights[i + j] * (gradients[i + j] - along[j]) * scale;
      }
    }
  }

  /** The rows of one panel of seen tokens as columns. */
  private static Slab turned(float[] numbers, int panel) {
    var turned = new float[PANEL * PANEL];
    int from = panel * PANEL * PANEL;
    int rows = Math.min(PANEL, numbers.length / PANEL - panel * PANEL);
    for (int s = 0; s < rows; s++) {
      for (int t = 0; t < PANEL; t++) {
        turned[t * PANEL + s] = numbers[from + s * PANEL + t];
      }
    }
    return new Slab(turned, 0);
  }

  private Matrix sumGroups(Matrix perHead) {
    if (group == 1) {
      return perHead;
    }
    var sums = new Matrix(perHead.rows() / group, perHead.columns());
    products
        .crew()
        .run(
            perHead.panels(),
            panel -> {
              for (int head = 0; head < heads; head++) {
                int from = perHead.at(head * dim, panel);
                int to = sums.at(shared(head), panel);
                for (int i = 0; i < dim * PANEL; i++) {
                  sums.data()[to + i] += perHead.data()[from + i];
                }
              }
            });
    return sums;
  }

  /** First row of the keys and values of a head of queries. */
  private int shared(int head) {
    return head / group * dim;
  }

  private Kernel kernel() {
    return products.kernel();
  }
}
