package org.obol.trainer.model;

import java.util.List;
import org.obol.crypto.ObolException;
import org.obol.trainer.safetensors.Weights;
import org.obol.trainer.tensor.Factor;

/**
 * A model that is not trained itself: its shape and weights.
 *
 * @param embedding a row for each token
 * @param norm factors of the norm after the last layer
 * @param head a row for each token; the embedding itself when they are tied
 * @param fingerprint of all weights; tells other weights by mistake, not by malice
 */
public record BaseModel(
    ModelConfig config,
    Factor embedding,
    List<Layer> layers,
    float[] norm,
    Factor head,
    long fingerprint) {

  /** Copies the layers. */
  public BaseModel {
    layers = List.copyOf(layers);
  }

  /**
   * Takes all weights into memory; those in bfloat16 stay so.
   *
   * @throws ObolException naming the tensor that is missing, superfluous, of another shape or not
   *     finite
   */
  public static BaseModel load(ModelConfig config, Weights weights) {
    return new WeightReader(config, weights).read();
  }
}
