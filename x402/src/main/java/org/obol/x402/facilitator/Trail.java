package org.obol.x402.facilitator;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Bytes32;
import org.obol.evm.SignedTransaction;

/**
 * How far one payment has got.
 *
 * @param sinceBlock its authorization was not used before this block
 */
record Trail(long sinceBlock, Stage stage) {

  /** The last thing that is known. */
  sealed interface Stage {

    /** Nothing was sent. */
    record Fresh() implements Stage {}

    /** One of these may be or get into a block; they have one nonce of the sender. */
    record Broadcast(List<SignedTransaction> versions) implements Stage {}

    /** The transfer reverted, ours in a transaction or before it was sent. */
    record Reverted(Optional<Bytes32> transaction) implements Stage {}
  }

  static final Trail FRESH = new Trail(0, new Stage.Fresh());
}
