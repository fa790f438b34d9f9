package org.obol.trainer;

/** How the learning rate goes from its peak, after the warm-up, to the end of the run. */
public enum Schedule {
  /** Stays. */
  CONSTANT,
  /** In a line to zero. */
  LINEAR,
  /** Half a cosine to zero. */
  COSINE
}
