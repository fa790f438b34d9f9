package org.obol.trainer.eval;

/**
 * What a model made of some records.
 *
 * @param loss mean negative log likelihood of a trained token, in nats
 * @param tokens trained tokens
 * @param examples records
 */
public record Evaluation(double loss, long tokens, int examples) {

  /** e to the power of the loss. */
  public double perplexity() {
    return StrictMath.exp(loss);
  }
}
