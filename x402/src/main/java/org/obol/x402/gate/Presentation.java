package org.obol.x402.gate;

import java.time.Instant;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Sha256;
import org.obol.x402.gate.GateAnswer.Proof;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reason;

/**
 * What one request shows: a payment, for the resource of a shop, and perhaps a secret. It says what
 * follows from that about a payment, and changes nothing.
 */
record Presentation<O>(
    Shop<O> shop, PaymentScheme scheme, Presented presented, Authorization authorization) {

  PaymentKey key() {
    return authorization.key();
  }

  Address payer() {
    return key().payer();
  }

  /** The offer of this resource that it pays. */
  Optional<Offered> offer() {
    return shop.offer(presented.payment());
  }

  /** What speaks against it as a payment of what {@code requirements} ask for. */
  Optional<Reason> objection(PaymentRequirements requirements, Instant now) {
    return scheme.objection(presented.payment(), requirements, now);
  }

  /** The row of a payment that nobody has presented before. */
  PaymentRecord record(Offered offer, long block, Instant now) {
    return new PaymentRecord(
        authorization,
        binding(offer),
        presented.payment(),
        offer.requirements(),
        block,
        false,
        new PaymentState.Received(),
        now);
  }

  private Binding binding(Offered offer) {
    Optional<Sha256> claim = presented.claim();
    boolean committed = claim.filter(c -> shop.commits(key().nonce(), offer, c)).isPresent();
    return new Binding(offer.id(), claim, presented.paymentId(), committed);
  }

  /** Why it cannot be the known payment of its key. */
  Optional<GateAnswer<O>> conflict(PaymentRecord known) {
    if (!known.authorization().equals(authorization)) {
      return Optional.of(new GateAnswer.Conflict<>("this nonce belongs to another authorization"));
    }
    if (!shop.sells(known.binding().offer()) && commitment(known).isEmpty()) {
      return Optional.of(new GateAnswer.Conflict<>("this payment was made for something else"));
    }
    return Optional.empty();
  }

  /** The payment, bound to what its signer proves to have meant, if somebody else bound it. */
  Optional<PaymentRecord> correction(PaymentRecord known) {
    return commitment(known)
        .filter(offer -> !sameBinding(known.binding(), offer))
        .map(
            offer ->
                known.boundTo(
                    new Binding(offer.id(), presented.proven(), presented.paymentId(), true),
                    offer.requirements()));
  }

  /**
   * The offer that the nonce commits to together with the secret that was shown. The payer chooses
   * the nonce: it has to be a payment of that offer as well, as it was when it was first presented,
   * and goods that were handed out have to be exchangeable for it.
   */
  private Optional<Offered> commitment(PaymentRecord known) {
    if (isHandedOut(known.state()) && !shop.exchanges(known.binding().offer())) {
      return Optional.empty();
    }
    return presented
        .proven()
        .flatMap(secret -> offer().filter(o -> shop.commits(key().nonce(), o, secret)))
        .filter(o -> objection(o.requirements(), known.created()).isEmpty());
  }

  private static boolean isHandedOut(PaymentState state) {
    return switch (state) {
      case PaymentState.Fulfilled ignored -> true;
      case PaymentState.Suspended ignored -> true;
      case PaymentState.Received ignored -> false;
      case PaymentState.Verified ignored -> false;
      case PaymentState.Settling ignored -> false;
      case PaymentState.Settled ignored -> false;
      case PaymentState.Rejected ignored -> false;
    };
  }

  private boolean sameBinding(Binding binding, Offered offer) {
    return binding.offer().equals(offer.id()) && binding.claim().equals(presented.proven());
  }

  /** Whether the asker proves to be who presented {@code known}. */
  Proof proof(PaymentRecord known) {
    return presented.proven().isPresent() && presented.proven().equals(known.binding().claim())
        ? Proof.CLAIM
        : Proof.NONE;
  }
}
