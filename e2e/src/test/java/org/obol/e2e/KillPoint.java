package org.obol.e2e;

import java.util.Optional;
import org.obol.x402.gate.PaymentState;

/** Where a {@link DyingNode} dies: the steps of a purchase in their order. */
enum KillPoint {
  OFFER_STORED,
  RECEIVED,
  VERIFIED,
  SETTLING,
  BEFORE_BROADCAST,
  AFTER_BROADCAST,
  AFTER_RECEIPT,
  TRANSACTION_NAMED,
  SETTLED,
  FULFILLED,
  BEFORE_ANSWER,
  /** Only when the settling block is final. */
  PERMANENT,
  /** Only when the facilitator refuses. */
  REJECTED,
  /** Only when a reorganisation has taken back what can be settled no more. */
  SUSPENDED;

  /** The point right after that state was stored: a new state needs one to compile. */
  static KillPoint after(PaymentState state) {
    return switch (state) {
      case PaymentState.Received ignored -> RECEIVED;
      case PaymentState.Verified ignored -> VERIFIED;
      case PaymentState.Settling s when s.transaction().isPresent() -> TRANSACTION_NAMED;
      case PaymentState.Settling ignored -> SETTLING;
      case PaymentState.Settled ignored -> SETTLED;
      case PaymentState.Fulfilled f -> f.permanent() ? PERMANENT : FULFILLED;
      case PaymentState.Rejected ignored -> REJECTED;
      case PaymentState.Suspended ignored -> SUSPENDED;
    };
  }

  /** The status that tells this death from every other. */
  static final int STATUS = 77;

  /** Ends the process as a power cut does, when this is its point. */
  void reached(Optional<KillPoint> last) {
    if (last.filter(this::equals).isPresent()) {
      Runtime.getRuntime().halt(STATUS);
    }
  }
}
