package org.obol.dataset.tree;

import java.util.Optional;
import org.obol.crypto.Sha256;

/**
 * What one pass over a file computes when its chunks are known already.
 *
 * @param rows absent when rows were not asked for
 */
public record WholeDigest(Sha256 sha256, Optional<FileDigest.RowDigest> rows) {}
