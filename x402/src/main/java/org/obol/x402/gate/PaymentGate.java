package org.obol.x402.gate;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

  private static final int RECONCILERS = 8;

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
   * settlements whose answer was lost, for those that a stranger made or a reorganisation took
   * back, and for windows that have closed.
   *
   * @return how many payments it could not look at, because facilitator or chain did not answer
   */
  public int reconcile() {
    return reconcile(store.open(clock.instant()));
  }

  /**
   * Like {@link #reconcile}, but only for those that somebody waits for: a facilitator was asked,
   * and nobody has refused. Of the others anybody can make as many as they like to sign.
   */
  public int reconcileUnsettled() {
    return reconcile(store.unsettled());
  }

  private int reconcile(List<PaymentKey> payments) {
    int left = 0;
    Optional<Throwable> bug = Optional.empty();
    for (Throwable failure : failures(payments)) {
      if (failure instanceof ObolException e && e.exit() == ObolException.Exit.NETWORK) {
        left++;
      } else {
        bug = Optional.of(failure);
      }
    }
    // Loud, but only now: the money of the others comes first.
    switch (bug.orElse(null)) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
    return left;
  }

  /** Several at once: one whose facilitator is slow must not hold up the others. */
  private List<Throwable> failures(List<PaymentKey> payments) {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(RECONCILERS, Thread.ofVirtual().factory())) {
      return payments.stream()
          .map(open -> CompletableFuture.runAsync(() -> reconcile(open), threads))
          // All are begun before the first is waited for.
          .toList()
          .stream()
          .map(done -> done.handle((ignored, failure) -> Optional.ofNullable(failure)).join())
          .flatMap(Optional::stream)
          .map(failure -> failure instanceof CompletionException e ? cause(e) : failure)
          .toList();
    }
  }

  private void reconcile(PaymentKey open) {
    // Read in its turn: it may have been bound to something else since it was listed.
    turns.tryAlone(open, () -> store.find(open).map(settling::reconcile));
  }

  private static Throwable cause(CompletionException e) {
    return e.getCause() == null ? e : e.getCause();
  }
}
