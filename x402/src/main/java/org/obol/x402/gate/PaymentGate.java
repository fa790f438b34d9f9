package org.obol.x402.gate;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.obol.crypto.Address;
import org.obol.crypto.JsonException;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.x402.gate.GateAnswer.Proof;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;

/**
 * Decides what a request with a payment is answered: checks it, binds it to one offer, settles it,
 * and only then says that it is paid. However often and from wherever one payment is presented, it
 * is settled once, fulfilled once, and opens the goods for its presenter alone (protocol sections 5
 * and 7). Safe for many threads.
 */
public final class PaymentGate {

  private final PaymentStore store;
  private final PaymentScheme scheme;
  private final ChainWitness witness;
  private final SettlePayment settling;
  private final OneAtATime<PaymentKey, Optional<PaymentRecord>> turns = new OneAtATime<>();
  private final Stripes payers = new Stripes();
  private final InstantSource clock;

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
      return new Visit<>(shop, presented, authorization).answer();
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
    for (PaymentRecord open : store.open()) {
      try {
        turns.tryAlone(open.key(), () -> store.find(open.key()).map(settling::reconcile));
      } catch (ObolException e) {
        if (e.exit() != ObolException.Exit.NETWORK) {
          throw e;
        }
        left++;
      }
    }
    return left;
  }

  /** One presentation of one payment. */
  private final class Visit<O> {

    private final Shop<O> shop;
    private final Presented presented;
    private final Authorization authorization;

    Visit(Shop<O> shop, Presented presented, Authorization authorization) {
      this.shop = shop;
      this.presented = presented;
      this.authorization = authorization;
    }

    GateAnswer<O> answer() {
      // A stranger's row must not be found out by waiting, and a known payment is not held to its
      // window again: it may have been settled long ago.
      if (store.find(authorization.key()).isEmpty()) {
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
            turns.alone(
                authorization.key(),
                () -> {
                  answered.mine = Optional.of(lead());
                  return store.find(authorization.key());
                });
        if (answered.mine.isPresent()) {
          return answered.mine.get();
        }
        if (result.isPresent()) {
          return follow(result.get());
        }
      }
    }

    /** Why no row is written; empty when one may be. */
    private Optional<GateAnswer<O>> refusal() {
      Optional<Offered> offer = shop.offer(presented.payment());
      if (offer.isEmpty()) {
        return Optional.of(
            new GateAnswer.Rejected<>(Reason.of(Reasons.NO_MATCHING_REQUIREMENTS), false));
      }
      Optional<Reason> reason =
          scheme.objection(presented.payment(), offer.get().requirements(), clock.instant());
      if (reason.isPresent()) {
        return Optional.of(new GateAnswer.Rejected<>(reason.get(), true));
      }
      return Optional.empty();
    }

    /** The only presentation of this payment right now. */
    private GateAnswer<O> lead() {
      Optional<PaymentRecord> known = store.find(authorization.key());
      return known.isPresent() ? again(known.get()) : first();
    }

    private GateAnswer<O> first() {
      Optional<Offered> offer = shop.offer(presented.payment());
      if (offer.isEmpty()) {
        return new GateAnswer.Rejected<>(Reason.of(Reasons.NO_MATCHING_REQUIREMENTS), false);
      }
      // Two payments of one payer at once: the second has to see the first.
      Lock payer = payers.of(authorization.key().payer());
      PaymentRecord fresh;
      payer.lock();
      try {
        Optional<GateAnswer<O>> other = otherwiseBought(offer.get());
        if (other.isPresent()) {
          return other.get();
        }
        ChainWitness.Before before = witness.before(authorization.key());
        if (before.used()) {
          return new GateAnswer.Rejected<>(Reason.of(Reasons.NONCE_ALREADY_USED), true);
        }
        fresh = record(offer.get(), before.block());
        switch (store.claim(fresh)) {
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
      return told(settling.drive(fresh), Proof.FIRST);
    }

    private PaymentRecord record(Offered offer, long block) {
      return new PaymentRecord(
          authorization,
          binding(offer),
          presented.payment(),
          offer.requirements(),
          block,
          false,
          new PaymentState.Received(),
          clock.instant());
    }

    /** The payer has it already, or another payment of theirs for it is under way. */
    private Optional<GateAnswer<O>> otherwiseBought(Offered offer) {
      Address payer = authorization.key().payer();
      Optional<O> objection = shop.objection(payer, offer);
      if (objection.isPresent()) {
        return objection.map(GateAnswer.Declined::new);
      }
      return store.open(payer).stream()
          .filter(r -> shop.sells(r.binding().offer()) && isUnderWay(r))
          .findFirst()
          .map(r -> told(r, Proof.NONE));
    }

    private boolean isUnderWay(PaymentRecord record) {
      return switch (record.state()) {
        case PaymentState.Settling ignored -> true;
        case PaymentState.Settled ignored -> true;
        // Left behind by a request that died: it has moved no money and never will by itself.
        case PaymentState.Received ignored -> turns.isRunning(record.key());
        case PaymentState.Verified ignored -> turns.isRunning(record.key());
        case PaymentState.Rejected ignored -> false;
        case PaymentState.Fulfilled ignored -> false;
        case PaymentState.Suspended ignored -> false;
      };
    }

    private Binding binding(Offered offer) {
      Optional<Sha256> claim = presented.claim();
      boolean committed =
          claim.filter(c -> shop.commits(authorization.key().nonce(), offer, c)).isPresent();
      return new Binding(offer.id(), claim, presented.paymentId(), committed);
    }

    /** The payment is known, and nobody else is at it. */
    private GateAnswer<O> again(PaymentRecord known) {
      Optional<GateAnswer<O>> conflict = conflict(known);
      if (conflict.isPresent()) {
        return conflict.get();
      }
      PaymentRecord mine = claimed(known);
      Proof proof = proof(mine);
      if (mustBegin(mine)) {
        if (proof == Proof.NONE && (mine.asked() || mine.binding().claim().isPresent())) {
          // Not settled for somebody who could not be given anything for it.
          return told(mine, proof);
        }
        Optional<Reason> reason =
            scheme.objection(presented.payment(), mine.requirements(), clock.instant());
        if (reason.isPresent()) {
          return new GateAnswer.Rejected<>(reason.get(), true);
        }
        PaymentRecord anew = settling.restart(mine);
        // Once it is on a chain anybody can present it; before that only who was given it.
        boolean untouched = anew.state() instanceof PaymentState.Received;
        return told(settling.drive(anew), proof == Proof.NONE && untouched ? Proof.FIRST : proof);
      }
      return told(settling.drive(mine), proof);
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
      Optional<GateAnswer<O>> conflict = conflict(record);
      if (conflict.isPresent()) {
        return conflict.get();
      }
      PaymentRecord mine = claimed(record);
      return told(mine, proof(mine));
    }

    private Optional<GateAnswer<O>> conflict(PaymentRecord known) {
      if (!known.authorization().equals(authorization)) {
        return Optional.of(
            new GateAnswer.Conflict<>("this nonce belongs to another authorization"));
      }
      if (!shop.sells(known.binding().offer()) && commitment().isEmpty()) {
        return Optional.of(new GateAnswer.Conflict<>("this payment was made for something else"));
      }
      return Optional.empty();
    }

    /** The record, bound to what its signer proves to have meant if somebody else bound it. */
    private PaymentRecord claimed(PaymentRecord known) {
      return commitment()
          .filter(offer -> !sameBinding(known.binding(), offer))
          .map(
              offer ->
                  store.rebind(
                      known.boundTo(
                          new Binding(offer.id(), presented.proven(), presented.paymentId(), true),
                          offer.requirements())))
          .orElse(known);
    }

    private boolean sameBinding(Binding binding, Offered offer) {
      return binding.offer().equals(offer.id()) && binding.claim().equals(presented.proven());
    }

    /** The offer that the nonce commits to together with the secret that was shown. */
    private Optional<Offered> commitment() {
      return presented
          .proven()
          .flatMap(
              secret ->
                  shop.offer(presented.payment())
                      .filter(o -> shop.commits(authorization.key().nonce(), o, secret)));
    }

    private Proof proof(PaymentRecord record) {
      return presented.proven().isPresent() && presented.proven().equals(record.binding().claim())
          ? Proof.CLAIM
          : Proof.NONE;
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
}
