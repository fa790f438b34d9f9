package org.obol.evm;

import org.obol.crypto.Bytes32;

/** A transaction that the node has taken, with who wants to hear of its replacements. */
public record SentTransaction(SignedTransaction signed, BroadcastListener listener) {

  /** The hash; a replacement has another. */
  public Bytes32 hash() {
    return signed.hash();
  }
}
