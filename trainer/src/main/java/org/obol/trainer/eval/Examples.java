package org.obol.trainer.eval;

import java.util.List;
import org.obol.crypto.ObolException;
import org.obol.trainer.model.ModelConfig;
import org.obol.trainer.text.Example;

/** Whether records fit a model. */
public final class Examples {

  private Examples() {}

  /**
   * The length of the longest record in tokens.
   *
   * @throws ObolException when there is none, or naming the one that has nothing to learn, is
   *     longer than the model can read, or has a token that it does not know
   */
  public static int longest(List<Example> examples, ModelConfig config) {
    if (examples.isEmpty()) {
      throw unusable("there are no records");
    }
    int longest = 0;
    for (int i = 0; i < examples.size(); i++) {
      check(examples.get(i), "record " + (i + 1), config);
      longest = Math.max(longest, examples.get(i).ids().length);
    }
    return longest;
  }

  private static void check(Example example, String record, ModelConfig config) {
    int length = example.ids().length;
    if (length > config.maxPositions()) {
      throw unusable(
          "%s has %d tokens, but the model reads %d; lower the maximum length"
              .formatted(record, length, config.maxPositions()));
    }
    if (example.targets() == 0) {
      throw unusable(record + " has no token to learn; leave it out");
    }
    if (example.trained().get(0) || example.trained().length() > length) {
      throw unusable(record + " learns tokens that it cannot, among " + example.trained());
    }
    for (int id : example.ids()) {
      if (id < 0 || id >= config.vocabSize()) {
        throw unusable(
            "%s has token %d, but the model knows %d; use the tokenizer of this base model"
                .formatted(record, id, config.vocabSize()));
      }
    }
  }

  private static ObolException unusable(String what) {
    return new ObolException(ObolException.Exit.USAGE, what);
  }
}
