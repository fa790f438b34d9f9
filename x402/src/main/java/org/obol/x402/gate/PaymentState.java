package org.obol.x402.gate;

import java.time.Instant;
import java.util.Optional;
import org.obol.x402.wire.Reason;

/**
 * Where a payment stands. Each state is on the disk before the next step begins, so a process that
 * dies anywhere is resumed from the last one; a new state needs its kill test.
 */
public sealed interface PaymentState {

  /** Checked here; nothing was asked of anybody. */
  record Received() implements PaymentState {}

  /** The facilitator would settle it. */
  record Verified() implements PaymentState {}

  /**
   * The facilitator was asked to settle it, and the outcome is not known.
   *
   * @param transaction what it named, if it did
   * @param asked when it was asked last
   */
  record Settling(Optional<String> transaction, Instant asked) implements PaymentState {}

  /** Seen on the chain, deep enough; the goods are not handed out yet. */
  record Settled(Settlement settlement) implements PaymentState {}

  /**
   * The goods belong to the payer.
   *
   * @param goods the application's name for what was granted
   * @param permanent that its block is final; until then a reorganisation can undo it
   */
  record Fulfilled(Settlement settlement, String goods, boolean permanent)
      implements PaymentState {}

  /**
   * Not settled.
   *
   * @param permanent that it cannot be settled any more; until then a stranger still might
   */
  record Rejected(Reason reason, boolean permanent) implements PaymentState {}

  /** A reorganisation took the settlement back and it cannot be repeated; the goods are locked. */
  record Suspended(String goods) implements PaymentState {}

  /** Whether nothing about it can change any more. */
  default boolean isOver() {
    return switch (this) {
      case Fulfilled f -> f.permanent();
      case Rejected r -> r.permanent();
      case Suspended ignored -> true;
      case Received ignored -> false;
      case Verified ignored -> false;
      case Settling ignored -> false;
      case Settled ignored -> false;
    };
  }
}
