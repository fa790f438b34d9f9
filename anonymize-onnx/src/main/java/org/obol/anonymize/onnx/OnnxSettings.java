package org.obol.anonymize.onnx;

/**
 * How a model is asked.
 *
 * @param floor the least probability of being any entity, from 0 to 1, from which a word counts as
 *     one
 * @param window the most tokens that the model sees at once; less where the model takes less
 * @param cacheBytes about how much memory the spans of texts that come again may take
 */
public record OnnxSettings(double floor, int window, long cacheBytes) {
  /**
   * A word counts when it is more likely an entity than not. Attention costs the square of the
   * window, and names need little context.
   */
  public static final OnnxSettings DEFAULT = new OnnxSettings(0.5, 256, 32L << 20);

  /** The shortest window that leaves room for overlaps. */
  static final int LEAST_WINDOW = 16;

  public OnnxSettings {
    if (!(floor > 0 && floor <= 1)) {
      throw new IllegalArgumentException(
          "the probability floor is " + floor + "; give one above 0, at most 1");
    }
    if (window < LEAST_WINDOW) {
      throw new IllegalArgumentException(
          "the window is " + window + " tokens; give at least " + LEAST_WINDOW);
    }
    if (cacheBytes < 0) {
      throw new IllegalArgumentException("the cache has " + cacheBytes + " bytes");
    }
  }

  public OnnxSettings withFloor(double newFloor) {
    return new OnnxSettings(newFloor, window, cacheBytes);
  }
}
