package org.obol.evm;

import org.obol.crypto.Bytes32;
import org.obol.crypto.ObolException;

/** The node did not answer a broadcast: the transaction may or may not be in its pool. */
public final class BroadcastUnknownException extends ObolException {

  private static final long serialVersionUID = 1L;

  private final String hash;

  /** No answer to the broadcast of the transaction with that hash. */
  public BroadcastUnknownException(Bytes32 hash, RpcUnavailableException cause) {
    super(
        Exit.NETWORK,
        "it is unknown whether transaction " + hash + " was taken; look for it on the chain",
        cause);
    this.hash = hash.hex();
  }

  /** The hash to look for. */
  public Bytes32 hash() {
    return new Bytes32(hash);
  }
}
