package org.obol.trainer.model;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Weights of one layer.
 *
 * @param inputNorm factors of the norm before attention
 * @param feedForwardNorm factors of the norm before the feed-forward part
 * @param queryNorm factors of the norm of each query, of qwen3
 * @param keyNorm factors of the norm of each key, of qwen3
 */
public record Layer(
    float[] inputNorm,
    float[] feedForwardNorm,
    Optional<float[]> queryNorm,
    Optional<float[]> keyNorm,
    Map<Projection, Linear> projections) {

  /** One of the linear maps. */
  public Linear linear(Projection projection) {
    return Objects.requireNonNull(projections.get(projection));
  }
}
