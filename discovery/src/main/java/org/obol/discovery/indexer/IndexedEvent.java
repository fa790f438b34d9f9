package org.obol.discovery.indexer;

import org.obol.crypto.Bytes32;
import org.obol.discovery.registry.AgentEvent;

/**
 * An event and its place in the chain.
 *
 * @param position its log index in the block
 */
record IndexedEvent(long block, long position, Bytes32 transaction, AgentEvent event) {}
