package org.obol.evm;

import java.util.List;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;

/**
 * An event that a contract emitted, in a block.
 *
 * @param index its place in the block
 * @param removed whether a reorganization took its block away
 */
public record Log(
    Address address,
    List<Bytes32> topics,
    HexBytes data,
    long blockNumber,
    Bytes32 blockHash,
    Bytes32 transactionHash,
    long index,
    boolean removed) {

  /** Copies the topics. */
  public Log {
    topics = List.copyOf(topics);
  }

  /** Whether the event has that signature hash and so many topics, the hash included. */
  public boolean is(Bytes32 signatureHash, int topicCount) {
    return topics.size() == topicCount && topics.getFirst().equals(signatureHash);
  }
}
