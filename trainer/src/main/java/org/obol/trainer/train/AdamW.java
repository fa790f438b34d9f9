package org.obol.trainer.train;

import java.util.ArrayList;
import java.util.List;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.lora.Parameter;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), in the steps of PyTorch: betas 0.9
 * and 0.999, epsilon 1e-8, and gradients limited to a common norm first.
 */
final class AdamW {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final float NEW1 = (float) (1 - BETA1);
  private static final float NEW2 = (float) (1 - BETA2);
  private static final float OLD2 = (float) BETA2;
  private static final float EPSILON = 1e-8f;

  private final List<Moments> moments = new ArrayList<>();
  private final double decay;
  private final double maxNorm;

  /**
   * What is remembered of the gradients of a parameter.
   *
   * @param first running mean
   * @param second running mean of squares
   */
  record Moments(Parameter parameter, float[] first, float[] second) {}

  AdamW(List<Parameter> parameters, Hyperparameters settings) {
    for (Parameter parameter : parameters) {
      int size = parameter.values().length;
      moments.add(new Moments(parameter, new float[size], new float[size]));
    }
    this.decay = settings.weightDecay().doubleValue();
    this.maxNorm = settings.maxGradNorm().doubleValue();
  }

  List<Moments> moments() {
    return moments;
  }

  /**
   * Changes all parameters and clears their gradients.
   *
   * @param step from 1
   * @return the norm of all gradients together, before it was limited; when it is not finite,
   *     nothing has changed
   */
  double step(int step, double rate) {
    List<float[]> gradients = moments.stream().map(m -> m.parameter().flatGradient()).toList();
    double norm = norm(gradients);
    if (!Double.isFinite(norm)) {
      return norm;
    }
    // The small number is PyTorch's.
    float limit = maxNorm == 0 ? 1f : (float) Math.min(1, maxNorm / (norm + 1e-6));
    for (int i = 0; i < gradients.size(); i++) {
      float[] gradient = gradients.get(i);
      for (int j = 0; j < gradient.length; j++) {
        gradient[j] *= limit;
      }
      update(moments.get(i), gradient, step, rate);
      moments.get(i).parameter().pack();
      moments.get(i).parameter().clearGradient();
    }
    return norm;
  }

  private static double norm(List<float[]> gradients) {
    double squares = 0;
    for (float[] gradient : gradients) {
      for (float g : gradient) {
        squares += (double) g * g;
      }
    }
    return Math.sqrt(squares);
  }

  private void update(Moments of, float[] gradient, int step, double rate) {
    float[] values = of.parameter().values();
    float[] first = of.first();
    float[] second = of.second();
    float kept = (float) (1 - rate * decay);
    float size = (float) (rate / (1 - StrictMath.pow(BETA1, step)));
    float root = (float) Math.sqrt(1 - StrictMath.pow(BETA2, step));
    for (int i = 0; i < values.length; i++) {
      float g = gradient[i];
      first[i] = Math.fma(NEW1, g - first[i], first[i]);
      second[i] = Math.fma(NEW2 * g, g, OLD2 * second[i]);
      float spread = (float) Math.sqrt(second[i]) / root + EPSILON;
      values[i] = Math.fma(-size, first[i] / spread, values[i] * kept);
    }
  }
}
