package org.obol.x402.gate;

import java.util.Optional;
import org.obol.x402.wire.Reason;

/**
 * What to answer to a request with a payment.
 *
 * @param <O> why the application declines a payer
 */
public sealed interface GateAnswer<O> {

  /** Who asks, as far as it is proven. */
  enum Proof {
    /** The request that first presented the payment; nobody else can be answered so. */
    FIRST,
    /** Knows the secret that was announced with the payment or that its nonce commits to. */
    CLAIM,
    /** Nobody in particular: a payment is public once it is on a chain. */
    NONE
  }

  /** Settled and fulfilled. Only a proven asker may be given what opens the goods. */
  record Paid<O>(PaymentRecord payment, PaymentState.Fulfilled state, Proof proof)
      implements GateAnswer<O> {}

  /** Under way, outcome unknown: 503, Retry-After, and never a fresh challenge. */
  record Pending<O>(PaymentRecord payment, Optional<String> transaction) implements GateAnswer<O> {}

  /**
   * Refused: 402 with a challenge.
   *
   * @param presented the payment was well-formed and for this resource, so its refusal is worth a
   *     PAYMENT-RESPONSE
   */
  record Rejected<O>(Reason reason, boolean presented) implements GateAnswer<O> {}

  /** Taken back by a reorganisation after it was fulfilled. */
  record Suspended<O>(PaymentRecord payment) implements GateAnswer<O> {}

  /** The same payment or payment identifier was used for something else: 409. */
  record Conflict<O>(String message) implements GateAnswer<O> {}

  /** The application declines. */
  record Declined<O>(O objection) implements GateAnswer<O> {}

  /** Facilitator or chain cannot be asked, and nothing was sent: 503. */
  record Unavailable<O>(String message) implements GateAnswer<O> {}
}
