package org.obol.finetune.backend.adapter;

import java.util.List;

/**
 * What was found in an adapter.
 *
 * @param tensors two for each projection
 * @param parameters numbers in all of them
 */
public record AdapterFacts(int rank, List<String> targets, int tensors, long parameters) {

  /** Copies the targets. */
  public AdapterFacts {
    targets = List.copyOf(targets);
  }
}
