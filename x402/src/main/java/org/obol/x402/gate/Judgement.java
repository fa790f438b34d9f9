package org.obol.x402.gate;

import java.time.InstantSource;
import java.util.Optional;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;

/** What a sighting on the chain makes of a payment. Changes nothing. */
record Judgement(Policy policy, InstantSource clock) {

  /**
   * The state that follows; the present one when nothing does.
   *
   * @param told the transaction that our facilitator has named
   */
  PaymentState of(PaymentRecord record, ChainWitness.Sighting sighting, Optional<String> told) {
    return switch (sighting) {
      case ChainWitness.Sighting.Unused ignored -> record.state();
      case ChainWitness.Sighting.Expired ignored ->
          new PaymentState.Rejected(expiredReason(record), true);
      case ChainWitness.Sighting.Spent ignored -> usedOtherwise();
      case ChainWitness.Sighting.Paid paid -> paid(record, paid, told);
    };
  }

  private PaymentState paid(
      PaymentRecord record, ChainWitness.Sighting.Paid paid, Optional<String> told) {
    if (!counts(record, paid, told)) {
      // Until its block is final, ours can still take its place.
      return paid.permanent() ? usedOtherwise() : record.state();
    }
    if (isDeep(record, paid)) {
      return new PaymentState.Settled(paid.settlement());
    }
    // Who said that it was refused was wrong.
    return record.asked() && record.state() instanceof PaymentState.Rejected
        ? settlingIn(paid.settlement())
        : record.state();
  }

  /** Whether it has the confirmations that its amount asks for. */
  boolean isDeep(PaymentRecord record, ChainWitness.Sighting.Paid paid) {
    return paid.permanent()
        || paid.confirmations() >= policy.confirmations(record.authorization().amount());
  }

  /** Under way in the transaction that was seen. */
  PaymentState settlingIn(Settlement settlement) {
    return new PaymentState.Settling(Optional.of(settlement.transaction()), clock.instant());
  }

  /**
   * Whether a transfer was made for us (protocol section 7): by our own request, or by a stranger
   * with an authorization that says itself what it is for, or that we had asked to settle and that
   * pays a payee of ours alone.
   */
  private boolean counts(
      PaymentRecord record, ChainWitness.Sighting.Paid paid, Optional<String> told) {
    boolean ours =
        told.filter(t -> t.equalsIgnoreCase(paid.settlement().transaction())).isPresent();
    return ours || canCount(record);
  }

  /** Whether a transfer that nobody has named to us could have been made for us. */
  boolean canCount(PaymentRecord record) {
    return record.binding().committed() || (record.asked() && policy.ownPayee());
  }

  private static PaymentState usedOtherwise() {
    return new PaymentState.Rejected(Reason.of(Reasons.NONCE_ALREADY_USED), true);
  }

  private static Reason expiredReason(PaymentRecord record) {
    return record.state() instanceof PaymentState.Rejected before
        ? before.reason()
        : Reason.of(Reasons.VALID_BEFORE);
  }
}
