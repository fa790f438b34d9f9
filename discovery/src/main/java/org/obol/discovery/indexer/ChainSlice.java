package org.obol.discovery.indexer;

import java.util.List;

/**
 * A piece of the chain that is taken in at once: consecutive blocks, of which only some are kept.
 *
 * @param end its last block, which is among {@code blocks}
 * @param blocks in their order: all with events, and those that a reorganization is noticed by
 * @param events in their order, of the blocks after the index's last one
 */
record ChainSlice(long end, List<IndexedBlock> blocks, List<IndexedEvent> events) {

  ChainSlice {
    blocks = List.copyOf(blocks);
    events = List.copyOf(events);
  }
}
