package org.obol.trainer.decoder;

import org.obol.trainer.model.ModelConfig;
import org.obol.trainer.tensor.Crew;
import org.obol.trainer.tensor.Matrix;

/**
 * Tells positions by turning pairs of features (Su et al. 2021), in Hugging Face's layout: feature
 * i of a head is paired with the one half a head behind it.
 */
final class Rotation {

  private final Crew crew;
  private final Matrix cosines;
  private final Matrix sines;

  /** For texts of up to {@code positions} tokens. */
  Rotation(ModelConfig config, int positions, Crew crew) {
    this.crew = crew;
    int pairs = config.headDim() / 2;
    this.cosines = new Matrix(pairs, positions);
    this.sines = new Matrix(pairs, positions);
    for (int i = 0; i < pairs; i++) {
      double exponent = -2.0 * i / config.headDim();
      // In the steps and the precision of transformers, whose angles are 32-bit floats too.
      float frequency =
          (float) config.ropeScaling().scale(StrictMath.pow(config.ropeTheta(), exponent));
      for (int t = 0; t < positions; t++) {
        float angle = frequency * t;
        cosines.set(i, t, (float) StrictMath.cos(angle));
        sines.set(i, t, (float) StrictMath.sin(angle));
      }
    }
  }

  /** Turns each column by its position. */
  void forward(Matrix x) {
    turn(x, 1);
  }

  /** Turns back, which is what the gradient needs. */
  void backward(Matrix gradient) {
    turn(gradient, -1);
  }

  private void turn(Matrix x, float direction) {
    int pairs = cosines.rows();
    crew.run(
        x.panels(),
        panel -> {
          for (int head = 0; head < x.rows(); head += 2 * pairs) {
            for (int i = 0; i < pairs; i++) {
              int first = x.at(head + i, panel);
              turn(x.data(), first, first + pairs * Matrix.PANEL, cosines.at(i, panel), direction);
            }
          }
        });
  }

  private void turn(float[] x, int first, int second, int angle, float direction) {
    for (int j = 0; j < Matrix.PANEL; j++) {
      float cosine = cosines.data()[angle + j];
      float sine = direction * sines.data()[angle + j];
      float a = x[first + j];
      float b = x[second + j];
      x[first + j] = Math.fma(a, cosine, -b * sine);
      x[second + j] = Math.fma(b, cosine, a * sine);
    }
  }
}
