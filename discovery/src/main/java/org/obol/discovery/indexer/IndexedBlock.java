package org.obol.discovery.indexer;

import org.obol.crypto.Bytes32;
import org.obol.evm.Block;

/**
 * A block that the index has taken in.
 *
 * @param time Unix seconds
 */
record IndexedBlock(long number, Bytes32 hash, long time) {

  static IndexedBlock of(Block block) {
    return new IndexedBlock(block.number(), block.hash(), block.timestamp());
  }
}
