package org.obol.dataset.tree;

import java.util.Optional;
import org.obol.crypto.Sha256;

/**
 * What one pass over a file computes.
 *
 * @param size bytes
 * @param rows absent when rows were not asked for
 */
public record FileDigest(long size, Sha256 sha256, Chunks chunks, Optional<RowDigest> rows) {

  /** Number and root of the rows. */
  public record RowDigest(long count, Sha256 root) {}
}
