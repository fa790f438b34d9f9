package org.obol.node.sale;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.VersionRange;
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
  public boolean exchanges(String offer) {
    return db.read(tx -> new Sales(tx).offer(new Sha256(offer)))
        .filter(o -> o.dataset().equals(dataset))
        .isPresent();
  }

  @Override
  public Optional<Objection> objection(Address payer, Offered offer) {
    List<Entitlement> held = db.read(tx -> new Members(tx).of(dataset, payer.hex()));
    Optional<Objection> has =
        held.stream().filter(e -> e.covers(seq)).findFirst().map(Objection.Entitled::new);
    // Whoever was shut out of a version does not get it back with the next one.
    return has.or(
        () ->
            held.stream()
                .filter(e -> shutsOut(e, grants(offer)))
                .findFirst()
                .map(Objection.ShutOut::new));
  }

  /** Whether the owner has ended this access, so that its holder gets none of those again. */
  static boolean shutsOut(Entitlement ended, VersionRange wanted) {
    return ended.state() instanceof Entitlement.State.Revoked revoked
        && !revoked.reason().equals(LedgerPayments.MEANT_OTHERWISE)
        && overlap(ended.versions(), wanted);
  }

  private VersionRange grants(Offered offer) {
    return db.read(tx -> new Sales(tx).offer(new Sha256(offer.id())))
        .map(StoredOffer::grants)
        .orElseGet(() -> new VersionRange(seq, seq));
  }

  private static boolean overlap(VersionRange a, VersionRange b) {
    return a.from() <= b.to() && b.from() <= a.to();
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
