package org.obol.finetune.verify;

import org.obol.crypto.Sha256;

/** Trains again with what the manifest says. */
@FunctionalInterface
public interface Rerun {

  /** What came out. */
  sealed interface Retrained {

    /** Digest of the file with the weights. */
    record Weights(Sha256 sha256) implements Retrained {}

    /** It cannot be done here; the reason is a sentence without its full stop. */
    record Impossible(String reason) implements Retrained {}
  }

  /** The weights that the run's inputs give. */
  Retrained rerun(RunInputs run);
}
