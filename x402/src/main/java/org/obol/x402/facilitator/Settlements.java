package org.obol.x402.facilitator;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.x402.exact.ExactPayment;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;
import org.obol.x402.wire.SettleResponse.Outcome;

/**
 * One settlement at a time for each authorization: who asks meanwhile for the same payment gets the
 * same answer. It remembers the newest settled and open ones. Safe for many threads.
 */
final class Settlements {

  private record Key(Address asset, Address payer, Bytes32 nonce) {

    static Key of(ExactPayment payment) {
      return new Key(payment.terms().asset(), payment.payer(), payment.authorization().nonce());
    }
  }

  private sealed interface State {

    /** A thread is at it. */
    record Running(CompletableFuture<Outcome> outcome) implements State {}

    /** Nobody is at it, and it may have been settled. */
    record Open(Trail trail) implements State {}

    /** The money has moved. */
    record Done() implements State {}
  }

  private record Attempt(ExactPayment payment, State state) {}

  private static final int MOST = 10_000;

  private final Settling settling;
  private final ReentrantLock lock = new ReentrantLock();
  // Under the lock; the order is that of the first attempts.
  private final Map<Key, Attempt> attempts = new LinkedHashMap<>();

  Settlements(Settling settling) {
    this.settling = settling;
  }

  /** Whether this very payment, signature and terms included, was sent and has not ended. */
  boolean isOpen(ExactPayment payment) {
    lock.lock();
    try {
      Attempt attempt = attempts.get(Key.of(payment));
      return attempt != null
          && attempt.payment().equals(payment)
          && !(attempt.state() instanceof State.Done);
    } finally {
      lock.unlock();
    }
  }

  /** Settles a payment whose signature is good. */
  Outcome settle(ExactPayment payment) {
    return switch (claim(payment)) {
      case Claim.Join j -> j.outcome().join();
      case Claim.Refuse r ->
          new Outcome.Failed(
              Reason.of(
                  Reasons.NONCE_ALREADY_USED, "this authorization was used or canceled before"));
      case Claim.Own o -> run(payment, o);
    };
  }

  private sealed interface Claim {

    record Join(CompletableFuture<Outcome> outcome) implements Claim {}

    record Refuse() implements Claim {}

    record Own(CompletableFuture<Outcome> outcome, Trail trail) implements Claim {}
  }

  private Claim claim(ExactPayment payment) {
    lock.lock();
    try {
      Attempt known = attempts.get(Key.of(payment));
      if (known == null) {
        return own(payment, Trail.FRESH);
      }
      if (!known.payment().equals(payment)) {
        // Another permission with the same nonce: only one of them can ever move money.
        return new Claim.Refuse();
      }
      return switch (known.state()) {
        case State.Running r -> new Claim.Join(r.outcome());
        case State.Open o -> own(payment, o.trail());
        case State.Done d -> new Claim.Refuse();
      };
    } finally {
      lock.unlock();
    }
  }

  private Claim own(ExactPayment payment, Trail trail) {
    var outcome = new CompletableFuture<Outcome>();
    attempts.put(Key.of(payment), new Attempt(payment, new State.Running(outcome)));
    Iterator<Attempt> oldest = attempts.values().iterator();
    while (attempts.size() > MOST && oldest.hasNext()) {
      if (!(oldest.next().state() instanceof State.Running)) {
        oldest.remove();
      }
    }
    return new Claim.Own(outcome, trail);
  }

  private Outcome run(ExactPayment payment, Claim.Own own) {
    try {
      Settling.Step step = settling.settle(payment, own.trail());
      end(payment, step);
      own.outcome().complete(step.outcome());
      return step.outcome();
    } catch (RuntimeException bug) {
      end(payment, new Settling.Step(new Outcome.Pending(Optional.empty()), own.trail()));
      own.outcome().completeExceptionally(bug);
      throw bug;
    }
  }

  private void end(ExactPayment payment, Settling.Step step) {
    Key key = Key.of(payment);
    lock.lock();
    try {
      switch (step.outcome()) {
        case Outcome.Settled s -> attempts.put(key, new Attempt(payment, new State.Done()));
        case Outcome.Pending p ->
            attempts.put(key, new Attempt(payment, new State.Open(step.trail())));
        case Outcome.Failed f -> attempts.remove(key);
      }
    } finally {
      lock.unlock();
    }
  }
}
