package org.obol.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.obol.trainer.ModelForTest;
import org.obol.trainer.lora.LoraAdapter;
import org.obol.trainer.lora.Parameter;
import org.obol.trainer.lora.SeededNumbers;

class AdamWTest {

  private final List<Parameter> parameters =
      LoraAdapter.create(ModelForTest.llama(), ModelForTest.lora(3), 1).parameters();

  private final AdamW optimizer = new AdamW(parameters, ModelForTest.settings(1));

  @Test
  void steps_are_those_of_the_paper_with_limited_gradients() {
    Parameter parameter = parameters.getFirst();
    int size = parameter.values().length;
    double[] expected = new double[size];
    double[] mean = new double[size];
    double[] squares = new double[size];
    for (int i = 0; i < size; i++) {
      expected[i] = parameter.values()[i];
    }
    for (int step = 1; step <= 5; step++) {
      double[] gradient = gradients(step, parameter);
      double norm = optimizer.step(step, 0.01);
      double limit = Math.min(1, 1 / norm);
      assertThat(norm > 1).isEqualTo(step > 2);
      for (int i = 0; i < size; i++) {
        double g = gradient[i] * limit;
        mean[i] = 0.9 * mean[i] + 0.1 * g;
        squares[i] = 0.999 * squares[i] + 0.001 * g * g;
        double m = mean[i] / (1 - Math.pow(0.9, step));
        double v = squares[i] / (1 - Math.pow(0.999, step));
        expected[i] -= 0.01 * (0.01 * expected[i] + m / (Math.sqrt(v) + 1e-8));
        assertThat((double) parameter.values()[i]).isCloseTo(expected[i], within(1e-5));
      }
    }
  }

  @Test
  void gradients_are_cleared_and_new_values_count() {
    Parameter parameter = parameters.getFirst();
    gradients(1, parameter);
    optimizer.step(1, 0.01);
    assertThat(parameter.flatGradient()).containsOnly(0f);
    assertThat(parameter.packed().get(1, 2)).isEqualTo(parameter.values()[2 * 12 + 1]);
  }

  @Test
  void gradients_that_are_not_finite_change_nothing() {
    Parameter parameter = parameters.getFirst();
    float[] before = parameter.values().clone();
    parameter.gradient().set(0, 0, Float.NaN);
    assertThat(optimizer.step(1, 0.01)).isNaN();
    assertThat(parameter.values()).isEqualTo(before);
  }

  /** Small ones first, then some that are limited. */
  private double[] gradients(int step, Parameter parameter) {
    var numbers = new SeededNumbers(step, "gradient");
    for (int rank = 0; rank < 3; rank++) {
      for (int feature = 0; feature < 12; feature++) {
        float g = (step > 2 ? 1f : 0.1f) * numbers.signed(rank * 12 + feature);
        parameter.gradient().set(feature, rank, g);
      }
    }
    var gradient = new double[36];
    for (int i = 0; i < 36; i++) {
      gradient[i] = parameter.flatGradient()[i];
    }
    return gradient;
  }
}
