package org.obol.trainer.decoder;

import org.obol.trainer.lora.LoraAdapter;
import org.obol.trainer.model.BaseModel;
import org.obol.trainer.tensor.Crew;
import org.obol.trainer.tensor.Matrix;
import org.obol.trainer.tensor.Products;

/** The logits that losses are made of, for tests of other packages. */
public final class Logits {

  private Logits() {}

  /** Row by token of the vocabulary, column by place in {@code ids}. */
  public static Matrix of(BaseModel base, LoraAdapter adapter, int[] ids) {
    try (var crew = new Crew(1)) {
      return new Decoder(base, adapter, ids.length, new Products(crew)).logits(ids);
    }
  }
}
