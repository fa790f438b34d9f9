package org.obol.node.sale;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.sale.PaymentNonce;
import org.obol.ledger.Db;
import org.obol.ledger.Members;
import org.obol.ledger.Sales;
import org.obol.ledger.StoredOffer;
import org.obol.x402.gate.Offered;
import org.obol.x402.gate.Shop;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;

/** One version of one dataset as something a payment can be for, at one moment. */
public final class DatasetShop implements Shop<Objection> {

  private final Db db;
  private final DatasetId dataset;
  private final long seq;
  private final Optional<StoredOffer> current;
  private final Instant now;

  /**
   * A shop for version {@code seq}.
   *
   * @param current the offer that is shown now; empty when the dataset is not sold any more
   */
  public DatasetShop(
      Db db, DatasetId dataset, long seq, Optional<StoredOffer> current, Instant now) {
    this.db = db;
    this.dataset = dataset;
    this.seq = seq;
    this.current = current;
    this.now = now;
  }

  @Override
  public Optional<Offered> offer(PaymentPayload payment) {
    PaymentRequirements accepted = payment.accepted();
    return accepted.extra().get("offer").isPresent()
        ? Offers.echoed(payment).flatMap(this::issued).filter(o -> sameTerms(accepted, o))
        : current.map(DatasetShop::offered).filter(o -> sameTerms(accepted, o));
  }

  /** An offer that this node has made and that can still be paid, whatever is shown now. */
  private Optional<Offered> issued(Sha256 hash) {
    return db.read(tx -> new Sales(tx).offer(hash))
        .filter(o -> o.dataset().equals(dataset) && o.seq() == seq)
        .filter(o -> o.isOpen(now))
        .map(DatasetShop::offered);
  }

  @Override
  public boolean sells(String offer) {
    return db.read(tx -> new Sales(tx).offer(new Sha256(offer)))
        .filter(o -> o.dataset().equals(dataset) && o.seq() == seq)
        .isPresent();
  }

  @Override
  public Optional<Objection> objection(Address payer, Offered offer) {
    for (Entitlement e : db.read(tx -> new Members(tx).of(dataset, payer.hex()))) {
      if (e.covers(seq)) {
        return Optional.of(new Objection.Entitled(e));
      }
      if (e.state() instanceof Entitlement.State.Revoked && e.versions().contains(seq)) {
        return Optional.of(new Objection.ShutOut(e));
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean commits(Bytes32 nonce, Offered offer, Sha256 claim) {
    return nonce.hex().equals(PaymentNonce.of(new Sha256(offer.id()), claim).text());
  }

  private static Offered offered(StoredOffer offer) {
    return new Offered(offer.hash().hex(), new PaymentRequirements(offer.requirements()));
  }

  /**
   * Addresses compare without case; whatever else a client adds or leaves out is its own affair.
   */
  private static boolean sameTerms(PaymentRequirements accepted, Offered offer) {
    PaymentRequirements ours = offer.requirements();
    return accepted.scheme().equals(ours.scheme())
        && accepted.network().equals(ours.network())
        && accepted.amount().equals(ours.amount())
        && sameAddress(accepted.asset(), ours.asset())
        && sameAddress(accepted.payTo(), ours.payTo());
  }

  private static boolean sameAddress(String a, String b) {
    return a.toLowerCase(Locale.ROOT).equals(b.toLowerCase(Locale.ROOT));
  }
}
