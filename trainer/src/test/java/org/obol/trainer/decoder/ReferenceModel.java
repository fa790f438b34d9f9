package org.obol.trainer.decoder;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.obol.trainer.model.ModelConfig;
import org.obol.trainer.model.Projection;
import org.obol.trainer.safetensors.Tensor;
import org.obol.trainer.text.Example;

/**
 * The same model once more: in double precision, one number at a time, straight from the papers.
 */
final class ReferenceModel {

  private final ModelConfig config;
  private final Map<String, Tensor> weights;
  private final Map<String, Tensor> adapter;
  private final double scale;

  ReferenceModel(
      ModelConfig config, Map<String, Tensor> weights, Map<String, Tensor> adapter, double scale) {
    this.config = config;
    this.weights = weights;
    this.adapter = adapter;
    this.scale = scale;
  }

  double loss(Example example) {
    int length = example.ids().length;
    var x = new double[length][];
    for (int t = 0; t < length; t++) {
      x[t] = row("model.embed_tokens.weight", example.ids()[t]);
    }
    for (int layer = 0; layer < config.layers(); layer++) {
      attention(x, layer);
      feedForward(x, layer);
    }
    double loss = 0;
    String head = config.tied() ? "model.embed_tokens.weight" : "lm_head.weight";
    for (int t = 1; t < length; t++) {
      if (example.trained().get(t)) {
        double[] scores = times(head, norm(x[t - 1], "model.norm.weight"));
        double sum = 0;
        for (double score : scores) {
          sum += Math.exp(score);
        }
        loss += Math.log(sum) - scores[example.ids()[t]];
      }
    }
    return loss;
  }

  private void attention(double[][] x, int layer) {
    int length = x.length;
    var q = new double[length][];
    var k = new double[length][];
    var v = new double[length][];
    for (int t = 0; t < length; t++) {
      double[] normed = norm(x[t], "model.layers." + layer + ".input_layernorm.weight");
      q[t] = turn(project(Projection.Q, layer, normed), layer, "q_norm", t);
      k[t] = turn(project(Projection.K, layer, normed), layer, "k_norm", t);
      v[t] = project(Projection.V, layer, normed);
    }
    int dim = config.headDim();
    int group = config.heads() / config.keyValueHeads();
    for (int t = 0; t < length; t++) {
      var attended = new double[config.heads() * dim];
      for (int h = 0; h < config.heads(); h++) {
        var weight = new double[t + 1];
        double sum = 0;
        for (int s = 0; s <= t; s++) {
          double score = 0;
          for (int i = 0; i < dim; i++) {
            score += q[t][h * dim + i] * k[s][h / group * dim + i];
          }
          weight[s] = Math.exp(score / Math.sqrt(dim));
          sum += weight[s];
        }
        for (int s = 0; s <= t; s++) {
          for (int i = 0; i < dim; i++) {
            attended[h * dim + i] += weight[s] / sum * v[s][h / group * dim + i];
          }
        }
      }
      add(x[t], project(Projection.O, layer, attended));
    }
  }

  private void feedForward(double[][] x, int layer) {
    for (double[] token : x) {
      double[] normed = norm(token, "model.layers." + layer + ".post_attention_layernorm.weight");
      double[] gate = project(Projection.GATE, layer, normed);
      double[] up = project(Projection.UP, layer, normed);
      for (int i = 0; i < up.length; i++) {
        up[i] *= gate[i] / (1 + Math.exp(-gate[i]));
      }
      add(token, project(Projection.DOWN, layer, up));
    }
  }

  private double[] turn(double[] x, int layer, String norm, int position) {
    int dim = config.headDim();
    var out = new double[x.length];
    for (int head = 0; head < x.length; head += dim) {
      double[] part = Arrays.copyOfRange(x, head, head + dim);
      if (config.queryKeyNorm()) {
        part = norm(part, "model.layers." + layer + ".self_attn." + norm + ".weight");
      }
      for (int i = 0; i < dim / 2; i++) {
        double frequency = config.ropeScaling().scale(Math.pow(config.ropeTheta(), -2.0 * i / dim));
        double cosine = Math.cos(position * frequency);
        double sine = Math.sin(position * frequency);
        out[head + i] = part[i] * cosine - part[i + dim / 2] * sine;
        out[head + i + dim / 2] = part[i + dim / 2] * cosine + part[i] * sine;
      }
    }
    return out;
  }

  private double[] project(Projection projection, int layer, double[] x) {
    String name = projection.in(layer);
    double[] out = times(name + ".weight", x);
    if (weights.containsKey(name + ".bias")) {
      add(out, row(name + ".bias", 0));
    }
    String lora = "base_model.model." + name;
    if (adapter.containsKey(lora + ".lora_A.weight")) {
      double[] added = times(lora + ".lora_B.weight", times(lora + ".lora_A.weight", x));
      for (int i = 0; i < out.length; i++) {
        out[i] += scale * added[i];
      }
    }
    return out;
  }

  private double[] norm(double[] x, String name) {
    double squares = 0;
    for (double value : x) {
      squares += value * value;
    }
    double inverse = 1 / Math.sqrt(squares / x.length + config.normEpsilon());
    double[] factors = row(name, 0);
    for (int i = 0; i < x.length; i++) {
      factors[i] *= x[i] * inverse;
    }
    return factors;
  }

  private double[] times(String name, double[] x) {
    Tensor matrix = tensor(name);
    var out = new double[matrix.shape().getFirst()];
    for (int i = 0; i < out.length; i++) {
      for (int j = 0; j < x.length; j++) {
        out[i] += matrix.values()[i * x.length + j] * x[j];
      }
    }
    return out;
  }

  /** A row of a matrix, or all of a vector. */
  private double[] row(String name, int row) {
    Tensor tensor = tensor(name);
    int size = tensor.shape().getLast();
    var out = new double[size];
    for (int i = 0; i < size; i++) {
      out[i] = tensor.values()[row * size + i];
    }
    return out;
  }

  private Tensor tensor(String name) {
    Tensor tensor = adapter.get(name);
    return tensor == null ? Objects.requireNonNull(weights.get(name)) : tensor;
  }

  private static void add(double[] to, double[] from) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }
}
