package org.obol.trainer.model;

import java.util.Optional;
import org.obol.trainer.tensor.Factor;

/**
 * A linear map that is not trained.
 *
 * @param weight features that come out by features that go in
 * @param bias what is added to each feature that comes out
 */
public record Linear(Factor weight, Optional<float[]> bias) {}
