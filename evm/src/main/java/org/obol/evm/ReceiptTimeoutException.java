package org.obol.evm;

import java.util.List;
import org.obol.crypto.Bytes32;
import org.obol.crypto.ObolException;

/** A transaction was broadcast, but was in no block in time; it may still be one day. */
public final class ReceiptTimeoutException extends ObolException {

  private static final long serialVersionUID = 1L;

  private final transient List<Bytes32> hashes;

  /** No receipt of any of these, which have one nonce; {@code why} ends the sentence. */
  public ReceiptTimeoutException(List<Bytes32> hashes, String why) {
    super(Exit.NETWORK, "no receipt of transaction " + hashes.getLast() + ": " + why);
    this.hashes = List.copyOf(hashes);
  }

  /** The transaction and its replacements, in the order they were signed. */
  public List<Bytes32> hashes() {
    return hashes;
  }
}
