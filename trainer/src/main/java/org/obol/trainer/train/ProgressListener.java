package org.obol.trainer.train;

/** Hears where a run is, on the thread that runs it. */
@FunctionalInterface
public interface ProgressListener {

  /** A step is done. */
  void progressed(Progress progress);

  /** Before the first step: a sentence about what the run goes on from. */
  default void noted(String note) {}
}
