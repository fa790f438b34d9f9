package org.obol.trainer.train;

import org.obol.trainer.lora.LoraAdapter;

/** How a run ended. */
public sealed interface Outcome {

  /** All steps are done. */
  record Finished(LoraAdapter adapter, int steps) implements Outcome {}

  /** Somebody asked to stop; the same run goes on from the checkpoint. */
  record Stopped(int step) implements Outcome {}
}
