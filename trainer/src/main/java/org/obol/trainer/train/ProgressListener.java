package org.obol.trainer.train;

/** Hears after each step where a run is, on the thread that runs it. */
@FunctionalInterface
public interface ProgressListener {

  /** A step is done. */
  void progressed(Progress progress);
}
