package org.obol.x402.gate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.obol.crypto.ObolException;
import org.obol.x402.facilitator.Facilitator;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.SettleResponse.Outcome;
import org.obol.x402.wire.VerifyResponse;

/**
 * Brings one payment from state to state: verify, settle, see it on the chain, fulfil. Each state
 * is stored before the next step begins. The caller sees to it that nobody else in this process
 * works on the same payment.
 */
public final class SettlePayment {

  private final PaymentStore store;
  private final Facilitator facilitator;
  private final ChainWitness witness;
  private final Policy policy;
  private final Judgement judgement;
  private final InstantSource clock;
  private final Instant started;
  private final Map<PaymentKey, Instant> repeated = new ConcurrentHashMap<>();

  /** Works over its ports; nothing is asked of them yet. */
  public SettlePayment(
      PaymentStore store,
      Facilitator facilitator,
      ChainWitness witness,
      Policy policy,
      InstantSource clock) {
    this.store = store;
    this.facilitator = facilitator;
    this.witness = witness;
    this.policy = policy;
    this.judgement = new Judgement(policy, clock);
    this.clock = clock;
    this.started = clock.instant();
  }

  /**
   * As far as it goes now, waiting for the chain within the witness' patience.
   *
   * @return the payment in the state it was left in
   */
  PaymentRecord drive(PaymentRecord record) {
    Instant begun = clock.instant();
    PaymentRecord at = record;
    while (true) {
      PaymentRecord next;
      try {
        next =
            at.equals(record) && at.state() instanceof PaymentState.Settled s
                ? confirm(at, s)
                : step(at, begun);
      } catch (ObolException unseen) {
        // The step that failed may have got as far as asking.
        PaymentRecord left = current(at);
        if (left.asked() && unseen.exit() == ObolException.Exit.NETWORK) {
          // Money may be on its way: unknown, which is neither a failure nor "nothing was sent".
          return left;
        }
        throw unseen;
      }
      if (next.state().equals(at.state())) {
        return next;
      }
      at = next;
    }
  }

  /** Lets a payment begin anew that a facilitator has refused, or that died before it was asked. */
  PaymentRecord restart(PaymentRecord record) {
    return move(record, new PaymentState.Received());
  }

  /** Lets a payment be judged again that was refused for good, for another reason to accept it. */
  PaymentRecord reopen(PaymentRecord record) {
    return record.state() instanceof PaymentState.Rejected r
        ? move(record, new PaymentState.Rejected(r.reason(), false))
        : record;
  }

  /** What can be done without its presenter: nothing is settled that was not asked for before. */
  PaymentRecord reconcile(PaymentRecord record) {
    return switch (record.state()) {
      case PaymentState.Received ignored -> left(record);
      case PaymentState.Verified ignored -> left(record);
      case PaymentState.Rejected r -> r.permanent() ? record : left(record);
      case PaymentState.Settling s -> pursued(record, s);
      case PaymentState.Settled ignored -> drive(record);
      case PaymentState.Fulfilled f -> f.permanent() ? record : guard(record, f);
      case PaymentState.Suspended ignored -> record;
    };
  }

  /** Nothing was asked for, or it was refused. */
  private PaymentRecord left(PaymentRecord record) {
    boolean open = clock.instant().isBefore(record.authorization().validBefore());
    // Where nothing on the chain could count, questions to it would only be a way to cost us some.
    return open && !judgement.canCount(record) ? record : overtaken(record);
  }

  /** Goes on only where the chain went on without us. */
  private PaymentRecord overtaken(PaymentRecord record) {
    PaymentRecord seen = watch(record);
    return seen.state().equals(record.state()) ? record : drive(seen);
  }

  /** Asked for, and nobody waits for it: looked at now, and again in the next round. */
  private PaymentRecord pursued(PaymentRecord record, PaymentState.Settling settling) {
    PaymentRecord seen = overtaken(record);
    return seen.equals(record) && askAgain(settling, clock.instant()) ? settle(record) : seen;
  }

  private PaymentRecord step(PaymentRecord record, Instant begun) {
    return switch (record.state()) {
      case PaymentState.Received ignored -> verify(record);
      case PaymentState.Verified ignored -> settle(record);
      case PaymentState.Settling s -> resume(record, s, begun);
      case PaymentState.Settled s -> store.fulfil(record.key(), s.settlement());
      case PaymentState.Fulfilled ignored -> record;
      case PaymentState.Rejected ignored -> record;
      case PaymentState.Suspended ignored -> record;
    };
  }

  /** Left behind settled; by now a reorganisation may have taken it back. */
  private PaymentRecord confirm(PaymentRecord record, PaymentState.Settled state) {
    Optional<String> told = Optional.of(state.settlement().transaction());
    return switch (witness.look(record, told)) {
      case ChainWitness.Sighting.Paid paid when judgement.isDeep(record, paid) ->
          store.fulfil(record.key(), paid.settlement());
      case ChainWitness.Sighting.Paid paid -> move(record, judgement.settlingIn(paid.settlement()));
      case ChainWitness.Sighting.Unused ignored ->
          move(record, judgement.settlingIn(state.settlement()));
      case ChainWitness.Sighting.Expired gone -> conclude(record, gone, told);
      case ChainWitness.Sighting.Spent gone -> conclude(record, gone, told);
    };
  }

  private PaymentRecord verify(PaymentRecord record) {
    return switch (facilitator.verify(record.payment(), record.requirements())) {
      case VerifyResponse.Valid ignored -> move(record, new PaymentState.Verified());
      case VerifyResponse.Invalid i -> refused(record, i.reason());
    };
  }

  private PaymentRecord settle(PaymentRecord record) {
    boolean before = record.state() instanceof PaymentState.Settling;
    PaymentRecord asking =
        move(record, new PaymentState.Settling(transaction(record), clock.instant()));
    if (!(asking.state() instanceof PaymentState.Settling settling)) {
      return asking;
    }
    Outcome outcome = facilitator.settle(asking.payment(), asking.requirements()).outcome();
    return switch (outcome) {
      case Outcome.Settled s -> named(asking, settling, Optional.of(s.transaction()));
      case Outcome.Pending p -> named(asking, settling, p.transaction());
      // What became of the first request is not known, whatever the second is told.
      case Outcome.Failed ignored when before -> watch(asking);
      case Outcome.Failed f -> refused(asking, f.reason());
    };
  }

  private PaymentRecord named(
      PaymentRecord record, PaymentState.Settling settling, Optional<String> transaction) {
    return transaction
        .filter(name -> !name.isEmpty())
        .map(t -> move(record, new PaymentState.Settling(Optional.of(t), settling.asked())))
        .orElse(record);
  }

  /** What a facilitator has named, and with that made its own. */
  private static Optional<String> transaction(PaymentRecord record) {
    return record.state() instanceof PaymentState.Settling settling
        ? settling.transaction()
        : Optional.empty();
  }

  /** A facilitator says no; somebody may have settled it all the same, before it or through it. */
  private PaymentRecord refused(PaymentRecord record, Reason reason) {
    ChainWitness.Sighting sighting = witness.look(record, Optional.empty());
    return sighting instanceof ChainWitness.Sighting.Unused
        ? move(record, new PaymentState.Rejected(reason, false))
        : conclude(record, sighting, Optional.empty());
  }

  /** Asked before, by this process or by one that died; the chain knows. */
  private PaymentRecord resume(
      PaymentRecord record, PaymentState.Settling settling, Instant begun) {
    long confirmations = policy.confirmations(record.authorization().amount());
    boolean again = askAgain(settling, begun);
    ChainWitness.Sighting sighting =
        again
            ? witness.look(record, settling.transaction())
            : witness.await(record, settling.transaction(), confirmations);
    if (again && sighting instanceof ChainWitness.Sighting.Unused) {
      return settle(record);
    }
    return conclude(record, sighting, settling.transaction());
  }

  /**
   * A repeated settlement moves no money twice, but costs its sender gas. Compared with when a
   * drive began, so that a facilitator that takes longer than that is asked once in it.
   */
  private boolean askAgain(PaymentState.Settling settling, Instant begun) {
    boolean orphan = settling.asked().isBefore(started) && settling.transaction().isEmpty();
    return orphan || settling.asked().plus(policy.settleAgainAfter()).isBefore(begun);
  }

  private PaymentRecord conclude(
      PaymentRecord record, ChainWitness.Sighting sighting, Optional<String> told) {
    return move(record, judgement.of(record, sighting, told));
  }

  /** The payment as the chain shows it, which may have gone on without us. */
  PaymentRecord watch(PaymentRecord record) {
    Optional<String> told = transaction(record);
    return conclude(record, witness.look(record, told), told);
  }

  /** Fulfilled, but its block can still be replaced. */
  private PaymentRecord guard(PaymentRecord record, PaymentState.Fulfilled state) {
    return switch (witness.look(record, Optional.of(state.settlement().transaction()))) {
      case ChainWitness.Sighting.Paid paid -> {
        repeated.remove(record.key());
        yield move(
            record, new PaymentState.Fulfilled(paid.settlement(), state.goods(), paid.permanent()));
      }
      case ChainWitness.Sighting.Unused ignored -> repeat(record);
      case ChainWitness.Sighting.Expired ignored -> store.suspend(record.key());
      case ChainWitness.Sighting.Spent ignored -> store.suspend(record.key());
    };
  }

  private PaymentRecord repeat(PaymentRecord record) {
    Instant now = clock.instant();
    Instant last = repeated.getOrDefault(record.key(), Instant.MIN);
    if (last.isBefore(now.minus(policy.settleAgainAfter()))) {
      repeated.put(record.key(), now);
      // Whatever it answers, the next look at the chain decides.
      facilitator.settle(record.payment(), record.requirements());
    }
    return record;
  }

  private PaymentRecord move(PaymentRecord record, PaymentState to) {
    if (record.state().equals(to)) {
      return record;
    }
    if (store.advance(record, to)) {
      return record.in(to);
    }
    return current(record);
  }

  private PaymentRecord current(PaymentRecord record) {
    return store
        .find(record.key())
        .orElseThrow(() -> new IllegalStateException("payment vanished: " + record.key()));
  }
}
