package org.obol.trainer.eval;

import java.util.List;
import org.obol.crypto.ObolException;
import org.obol.trainer.decoder.Decoder;
import org.obol.trainer.lora.LoraAdapter;
import org.obol.trainer.model.BaseModel;
import org.obol.trainer.tensor.Crew;
import org.obol.trainer.tensor.Products;
import org.obol.trainer.text.Example;

/**
 * The token-weighted mean loss of trained tokens, in 32-bit floats and one order: the same number
 * on each machine.
 */
public final class Evaluator {

  private final BaseModel base;
  private final int threads;

  /**
   * Evaluates this model on so many threads.
   *
   * @param threads from 1
   */
  public Evaluator(BaseModel base, int threads) {
    this.base = base;
    this.threads = threads;
  }

  /**
   * The loss of the base model with an adapter; {@link LoraAdapter#none} for the model as it is.
   *
   * @throws ObolException when nothing is learned, a record does not fit the model, or its loss is
   *     not finite
   */
  public Evaluation evaluate(List<Example> examples, LoraAdapter adapter) {
    int longest = Examples.longest(examples, base.config());
    try (var crew = new Crew(threads)) {
      var decoder = new Decoder(base, adapter, longest, new Products(crew));
      return evaluate(examples, decoder);
    }
  }

  /**
   * The loss of records that were checked before.
   *
   * @throws ObolException when the loss of a record is not finite
   */
  public static Evaluation evaluate(List<Example> examples, Decoder decoder) {
    double sum = 0;
    long tokens = 0;
    for (int i = 0; i < examples.size(); i++) {
      Example example = examples.get(i);
      double loss = decoder.loss(example);
      if (!Double.isFinite(loss)) {
        throw new ObolException(
            ObolException.Exit.FAILED,
            "the loss of evaluation record "
                + (i + 1)
                + " is "
                + loss
                + "; the adapter is of no use, train it with a lower learning rate");
      }
      sum += loss;
      tokens += example.targets();
    }
    return new Evaluation(sum / tokens, tokens, examples.size());
  }
}
