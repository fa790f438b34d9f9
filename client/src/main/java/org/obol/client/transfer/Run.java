package org.obol.client.transfer;

import org.obol.client.source.ByteSpan;
import org.obol.dataset.tree.Chunks;

/**
 * Chunks in a row that one connection fetches.
 *
 * @param from first chunk
 * @param to behind the last chunk
 * @param whole whether the file is read from its start because the source knows no ranges
 */
record Run(Mirror mirror, int from, int to, boolean whole) {

  ByteSpan span(long size) {
    long first = (long) from * Chunks.SIZE;
    long behind = Math.min(size, (long) to * Chunks.SIZE);
    return new ByteSpan(first, behind - 1, size);
  }
}
