package org.obol.x402.gate;

import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.obol.crypto.Address;
import org.obol.x402.gate.GateAnswer.Proof;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;

/** One presentation of one payment. */
final class PaymentVisit<O> {

  private final PaymentGate gate;
  private final Presentation<O> shown;

  PaymentVisit(PaymentGate gate, Presentation<O> shown) {
    this.gate = gate;
    this.shown = shown;
  }

  GateAnswer<O> answer() {
    // A stranger's row must not be found out by waiting, and a known payment is not held to its
    // window again: it may have been settled long ago.
    if (gate.store.find(shown.key()).isEmpty()) {
      Optional<GateAnswer<O>> refusal = refusal();
      if (refusal.isPresent()) {
        return refusal.get();
      }
    }
    while (true) {
      var answered =
          new Object() {
            Optional<GateAnswer<O>> mine = Optional.empty();
          };
      Optional<PaymentRecord> result =
          gate.turns.alone(
              shown.key(),
              () -> {
                answered.mine = Optional.of(lead());
                return gate.store.find(shown.key());
              });
      if (answered.mine.isPresent()) {
        return answered.mine.get();
      }
      // A correction needs a turn of its own.
      if (result.isPresent() && shown.correction(result.get()).isEmpty()) {
        return follow(result.get());
      }
    }
  }

  /** Why no row is written; empty when one may be. */
  private Optional<GateAnswer<O>> refusal() {
    Optional<Offered> offer = shown.offer();
    if (offer.isEmpty()) {
      return Optional.of(
          new GateAnswer.Rejected<>(Reason.of(Reasons.NO_MATCHING_REQUIREMENTS), false));
    }
    Optional<Reason> reason = shown.objection(offer.get().requirements(), gate.clock.instant());
    if (reason.isPresent()) {
      return Optional.of(new GateAnswer.Rejected<>(reason.get(), true));
    }
    return Optional.empty();
  }

  /** The only presentation of this payment right now. */
  private GateAnswer<O> lead() {
    Optional<PaymentRecord> known = gate.store.find(shown.key());
    return known.isPresent() ? again(known.get()) : first();
  }

  private GateAnswer<O> first() {
    Optional<Offered> offer = shown.offer();
    if (offer.isEmpty()) {
      return new GateAnswer.Rejected<>(Reason.of(Reasons.NO_MATCHING_REQUIREMENTS), false);
    }
    // Two payments of one payer at once: the second has to see the first.
    Lock payer = gate.payers.of(shown.payer());
    PaymentRecord fresh;
    payer.lock();
    try {
      Optional<GateAnswer<O>> other = otherwiseBought(offer.get());
      if (other.isPresent()) {
        return other.get();
      }
      ChainWitness.Before before = gate.witness.before(shown.key());
      if (before.used()) {
        return new GateAnswer.Rejected<>(Reason.of(Reasons.NONCE_ALREADY_USED), true);
      }
      fresh = shown.record(offer.get(), before.block(), gate.clock.instant());
      switch (gate.store.claim(fresh)) {
        case PaymentStore.Claimed.New ignored -> {}
        case PaymentStore.Claimed.Known known -> {
          return again(known.record());
        }
        case PaymentStore.Claimed.IdTaken ignored -> {
          return new GateAnswer.Conflict<>("this payment identifier belongs to another payment");
        }
      }
    } finally {
      payer.unlock();
    }
    return told(gate.settling.drive(fresh), Proof.FIRST);
  }

  /** The payer has it already, or another payment of theirs for it is under way. */
  private Optional<GateAnswer<O>> otherwiseBought(Offered offer) {
    Address payer = shown.payer();
    // In this order: what is fulfilled after the first look is seen by the second.
    Optional<PaymentRecord> other =
        gate.store.underWay(payer).stream()
            .filter(key -> !key.equals(shown.key()))
            .flatMap(key -> underWay(key).stream())
            .filter(r -> shown.shop().sells(r.binding().offer()))
            .findFirst();
    if (other.isPresent()) {
      return Optional.of(new GateAnswer.Pending<>(other.get(), Optional.empty()));
    }
    return shown.shop().objection(payer, offer).map(GateAnswer.Declined::new);
  }

  private Optional<PaymentRecord> underWay(PaymentKey key) {
    // Before its state is read: who begins later waits for the payer's lock, which we hold.
    boolean running = gate.turns.isRunning(key);
    return gate.store.find(key).filter(r -> isUnderWay(r.state(), running));
  }

  private static boolean isUnderWay(PaymentState state, boolean running) {
    return switch (state) {
      case PaymentState.Settling ignored -> true;
      case PaymentState.Settled ignored -> true;
      // Left behind by a request that died: it has moved no money and never will by itself.
      case PaymentState.Received ignored -> running;
      case PaymentState.Verified ignored -> running;
      case PaymentState.Rejected ignored -> false;
      case PaymentState.Fulfilled ignored -> false;
      case PaymentState.Suspended ignored -> false;
    };
  }

  /** The payment is known, and nobody else is at it. */
  private GateAnswer<O> again(PaymentRecord known) {
    Optional<GateAnswer<O>> conflict = shown.conflict(known);
    if (conflict.isPresent()) {
      return conflict.get();
    }
    PaymentRecord bound = claimed(known);
    PaymentRecord mine = mustBegin(bound) ? gate.settling.watch(bound) : bound;
    Proof proof = shown.proof(mine);
    return mustBegin(mine) ? anew(mine, proof) : told(gate.settling.drive(mine), proof);
  }

  /** The payment is known, has moved no money, and is presented again. */
  private GateAnswer<O> anew(PaymentRecord known, Proof proof) {
    if (proof == Proof.NONE && (known.asked() || known.binding().claim().isPresent())) {
      // Not settled for somebody who could not be given anything for it.
      return told(known, proof);
    }
    Optional<Offered> offer = shown.offer();
    if (offer.isEmpty()) {
      return new GateAnswer.Rejected<>(Reason.of(Reasons.NO_MATCHING_REQUIREMENTS), false);
    }
    Optional<Reason> reason = shown.objection(known.requirements(), gate.clock.instant());
    if (reason.isPresent()) {
      return new GateAnswer.Rejected<>(reason.get(), true);
    }
    Lock payer = gate.payers.of(shown.payer());
    PaymentRecord begun;
    payer.lock();
    try {
      Optional<GateAnswer<O>> other = otherwiseBought(offer.get());
      if (other.isPresent()) {
        return other.get();
      }
      if (gate.witness.before(shown.key()).used()) {
        // By whom, and whether for us, is known when it is deep enough.
        return new GateAnswer.Pending<>(known, Optional.empty());
      }
      begun = gate.settling.restart(known);
    } finally {
      payer.unlock();
    }
    // Once it is on a chain anybody can present it; before that only who was given it.
    return told(gate.settling.drive(begun), proof == Proof.NONE ? Proof.FIRST : proof);
  }

  /** Whether nothing was asked of a facilitator yet, or it refused and might not now. */
  private boolean mustBegin(PaymentRecord record) {
    return switch (record.state()) {
      case PaymentState.Received ignored -> true;
      case PaymentState.Verified ignored -> true;
      case PaymentState.Rejected r -> !r.permanent();
      case PaymentState.Settling ignored -> false;
      case PaymentState.Settled ignored -> false;
      case PaymentState.Fulfilled ignored -> false;
      case PaymentState.Suspended ignored -> false;
    };
  }

  /** Somebody else has just brought the payment as far as it goes. */
  private GateAnswer<O> follow(PaymentRecord record) {
    Optional<GateAnswer<O>> conflict = shown.conflict(record);
    if (conflict.isPresent()) {
      return conflict.get();
    }
    return told(record, shown.proof(record));
  }

  /** The payment, bound to what its signer proves to have meant if somebody else bound it. */
  private PaymentRecord claimed(PaymentRecord known) {
    Optional<PaymentRecord> right = shown.correction(known);
    if (right.isEmpty()) {
      return known;
    }
    // First, so that a process that dies in between leaves something to correct.
    PaymentRecord ignored = gate.settling.reopen(known);
    return gate.store.rebind(right.get());
  }

  private GateAnswer<O> told(PaymentRecord record, Proof proof) {
    return switch (record.state()) {
      case PaymentState.Fulfilled f -> new GateAnswer.Paid<>(record, f, proof);
      case PaymentState.Rejected r -> new GateAnswer.Rejected<>(r.reason(), true);
      case PaymentState.Suspended ignored -> new GateAnswer.Suspended<>(record);
      case PaymentState.Settling s -> new GateAnswer.Pending<>(record, s.transaction());
      case PaymentState.Settled s ->
          new GateAnswer.Pending<>(record, Optional.of(s.settlement().transaction()));
      case PaymentState.Received ignored -> new GateAnswer.Pending<>(record, Optional.empty());
      case PaymentState.Verified ignored -> new GateAnswer.Pending<>(record, Optional.empty());
    };
  }
}
