package org.obol.trainer.model;

/** How the turning of positions is slowed down for texts longer than those first trained on. */
public sealed interface RopeScaling {

  /** The frequency to use for {@code frequency}, both in radians per position. */
  double scale(double frequency);

  /** As it is. */
  record None() implements RopeScaling {
    @Override
    public double scale(double frequency) {
      return frequency;
    }
  }

  /**
   * Type {@code llama3}: slow turns are divided by the factor, fast ones stay, between them it goes
   * over smoothly.
   *
   * @param factor above 0
   * @param lowFactor turns in the original context at and below which a frequency is slow
   * @param highFactor turns above which it is fast; above {@code lowFactor}
   * @param originalPositions length of the original context in tokens
   */
  record Llama3(double factor, double lowFactor, double highFactor, long originalPositions)
      implements RopeScaling {
    @Override
    public double scale(double frequency) {
      double turns = originalPositions * frequency / (2 * Math.PI);
      if (turns > highFactor) {
        return frequency;
      }
      if (turns < lowFactor) {
        return frequency / factor;
      }
      double fast = (turns - lowFactor) / (highFactor - lowFactor);
      return (1 - fast) * frequency / factor + fast * frequency;
    }
  }
}
