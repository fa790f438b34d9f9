package org.obol.finetune.verify;

import org.obol.finetune.provenance.Decimal;

/** Evaluates an adapter again. */
@FunctionalInterface
public interface Evaluation {

  /** What came out. */
  sealed interface Evaluated {

    /**
     * The mean loss over the run's split, in nats for each token.
     *
     * @param base of the base model alone
     */
    record Loss(Decimal loss, Decimal base) implements Evaluated {}

    /** It cannot be computed here; the reason is a sentence without its full stop. */
    record Impossible(String reason) implements Evaluated {}

    /** The base is a model that this trainer does not know; the reason likewise. */
    record UnknownBase(String reason) implements Evaluated {}
  }

  /** The loss of the run's adapter, once the counts are found right. */
  Evaluated evaluate(RunInputs run);
}
