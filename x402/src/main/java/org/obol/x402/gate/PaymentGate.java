package org.obol.x402.gate;

import java.time.InstantSource;
import java.util.Optional;
import org.obol.crypto.JsonException;
import org.obol.crypto.ObolException;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;

/**
 * Decides what a request with a payment is answered: checks it, binds it to one offer, settles it,
 * and only then says that it is paid. However often and from wherever one payment is presented, it
 * is settled once, fulfilled once, and opens the goods for its presenter alone (protocol sections 5
 * and 7). Safe for many threads.
 */
public final class PaymentGate {

  final PaymentStore store;
  final ChainWitness witness;
  final SettlePayment settling;
  final OneAtATime<PaymentKey, Optional<PaymentRecord>> turns = new OneAtATime<>();
  final Stripes payers = new Stripes();
  final InstantSource clock;
  private final PaymentScheme scheme;

  /** A gate over its ports; nothing is asked of them yet. */
  public PaymentGate(
      PaymentStore store,
      PaymentScheme scheme,
      ChainWitness witness,
      SettlePayment settling,
      InstantSource clock) {
    this.store = store;
    this.scheme = scheme;
    this.witness = witness;
    this.settling = settling;
    this.clock = clock;
  }

  /** Answers a request for what {@code shop} sells; may take as long as a settlement. */
  public <O> GateAnswer<O> answer(Shop<O> shop, Presented presented) {
    Authorization authorization;
    try {
      authorization = scheme.authorization(presented.payment());
    } catch (JsonException e) {
      return new GateAnswer.Rejected<>(
          Reason.of(Reasons.INVALID_PAYLOAD, String.valueOf(e.getMessage())), false);
    }
    try {
      return new PaymentVisit<>(this, new Presentation<>(shop, scheme, presented, authorization))
          .answer();
    } catch (ObolException e) {
      if (e.exit() == ObolException.Exit.NETWORK) {
        return new GateAnswer.Unavailable<>(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /**
   * Brings every payment that is not over as far as it goes without its presenter: looks for
   * settlements whose answer was lost, for settlements that a reorganisation took back, and for
   * windows that have closed.
   *
   * @return how many payments it could not look at, because facilitator or chain did not answer
   */
  public int reconcile() {
    int left = 0;
    Optional<RuntimeException> bug = Optional.empty();
    for (PaymentRecord open : store.open()) {
      try {
        turns.tryAlone(open.key(), () -> store.find(open.key()).map(settling::reconcile));
      } catch (RuntimeException e) {
        if (e instanceof ObolException failure && failure.exit() == ObolException.Exit.NETWORK) {
          left++;
        } else {
          // Loud, but the money of the others comes first.
          bug = Optional.of(bug.orElse(e));
        }
      }
    }
    if (bug.isPresent()) {
      throw bug.get();
    }
    return left;
  }
}
