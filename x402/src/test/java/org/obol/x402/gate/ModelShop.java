package org.obol.x402.gate;

import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Sha256;
import org.obol.x402.wire.PaymentPayload;

/** Sells one resource, of a shelf whose goods can be exchanged, to everybody who lacks it. */
final class ModelShop implements Shop<String> {

  final Offered offered;
  private final String shelf;
  private final MemoryPayments payments;

  /** What happens after it was asked whether it objects to a payer. */
  volatile Runnable afterObjection = () -> {};

  /** Why it sells to nobody, when it does not. */
  volatile Optional<String> closed = Optional.empty();

  ModelShop(String resource, long price, MemoryPayments payments) {
    this("offer", resource, price, payments);
  }

  /** The names of a shelf's offers begin with its own. */
  ModelShop(String shelf, String resource, long price, MemoryPayments payments) {
    this.shelf = shelf;
    this.offered = new Offered(shelf + "-" + resource, ModelScheme.requirements(resource, price));
    this.payments = payments;
  }

  @Override
  public Optional<Offered> offer(PaymentPayload payment) {
    return Optional.of(offered)
        .filter(o -> payment.accepted().json().equals(o.requirements().json()));
  }

  @Override
  public boolean sells(String offer) {
    return offered.id().equals(offer);
  }

  @Override
  public boolean exchanges(String offer) {
    return offer.startsWith(shelf + "-");
  }

  @Override
  public Optional<String> objection(Address payer, Offered offer) {
    Optional<String> objection =
        payments.opens(payer, offer.id()) ? Optional.of("already entitled") : closed;
    afterObjection.run();
    return objection;
  }

  @Override
  public boolean commits(Bytes32 nonce, Offered offer, Sha256 claim) {
    return nonce.equals(nonce(offer, claim));
  }

  /** The nonce of a client that means {@code offer} and keeps a secret with that hash. */
  static Bytes32 nonce(Offered offer, Sha256 claim) {
    return Bytes32.of(Sha256.hash(offer.id() + claim.hex()).bytes());
  }
}
