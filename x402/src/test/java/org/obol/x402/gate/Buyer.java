package org.obol.x402.gate;

import java.time.Instant;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Sha256;
import org.obol.x402.wire.PaymentRequirements;

/**
 * One authorization, and what its signer knows about it.
 *
 * @param secret hash of the secret, of a client that has one
 */
record Buyer(Offered offer, Authorization authorization, Optional<Sha256> secret) {

  /** A client that knows nothing of claims: its nonce is random. */
  static Buyer unaware(int number, Offered offer, Instant now) {
    return of(offer, number, Bytes32.of(Sha256.hash("nonce " + number).bytes()), now)
        .knowing(Optional.empty());
  }

  /** A client whose nonce commits to the offer and its secret. */
  static Buyer aware(int number, Offered offer, Instant now) {
    Sha256 claim = Sha256.hash("secret " + number);
    return of(offer, number, ModelShop.nonce(offer, claim), now).knowing(Optional.of(claim));
  }

  private static Buyer of(Offered offer, int number, Bytes32 nonce, Instant now) {
    var payer = new Address("0x" + "%040x".formatted(number));
    var key = new PaymentKey(ModelScheme.NETWORK, ModelScheme.ASSET, payer, nonce);
    return new Buyer(
        offer,
        new Authorization(
            key,
            ModelScheme.PAYEE,
            offer.requirements().amount(),
            now.minusSeconds(5),
            now.plusSeconds(600)),
        Optional.empty());
  }

  /** The same authorization of somebody who knows {@code claim} by heart. */
  Buyer knowing(Optional<Sha256> claim) {
    return new Buyer(offer, authorization, claim);
  }

  /** Another authorization of the same payer for the same thing. */
  Buyer withNonce(Bytes32 nonce) {
    PaymentKey key = authorization.key();
    var other = new PaymentKey(key.network(), key.asset(), key.payer(), nonce);
    return new Buyer(
        offer,
        new Authorization(
            other,
            authorization.payTo(),
            authorization.amount(),
            authorization.validAfter(),
            authorization.validBefore()),
        secret);
  }

  PaymentKey key() {
    return authorization.key();
  }

  /** The payment as its signer presents it. */
  Presented presents() {
    return presents(offer.requirements(), "signed", Optional.empty());
  }

  Presented presents(PaymentRequirements accepted, String signature, Optional<String> paymentId) {
    return new Presented(
        ModelScheme.payment(accepted, authorization, signature), secret, secret, paymentId);
  }

  /** The payment under a name of the client's own. */
  Presented named(String paymentId) {
    return presents(offer.requirements(), "signed", Optional.of(paymentId));
  }

  /** The payment as somebody presents it who has only copied it. */
  Presented copied() {
    return knowing(Optional.empty()).presents();
  }
}
