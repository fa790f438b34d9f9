package org.obol.node.sale;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.entitlement.AccessToken;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.sale.Receipt;
import org.obol.dataset.sale.SellerRecord;
import org.obol.dataset.sale.Signed;
import org.obol.ledger.Datasets;
import org.obol.ledger.Db;
import org.obol.ledger.LedgerException;
import org.obol.ledger.Members;
import org.obol.ledger.OwnerKeys;
import org.obol.ledger.SaleTerms;
import org.obol.ledger.Sales;
import org.obol.ledger.StoredOffer;
import org.obol.ledger.StoredVersion;
import org.obol.x402.gate.GateAnswer;
import org.obol.x402.gate.PaymentGate;
import org.obol.x402.gate.PaymentRecord;
import org.obol.x402.gate.PaymentState;
import org.obol.x402.gate.PaymentStore;
import org.obol.x402.gate.Presented;
import org.obol.x402.gate.SettlePayment;
import org.obol.x402.wire.PaymentPayload;

/** Where a node sells: shows offers, takes payments, hands out tokens and receipts. */
public final class Counter {

  private final Db db;
  private final InstantSource clock;
  private final PrivateKey nodeKey;
  private final Till till;
  private final Offers offers;
  private final SellerRecords records;
  private final LostPurchases lost;
  private final PaymentGate gate;

  /** A counter that takes payments with {@code till} and signs with the node's key. */
  public Counter(Db db, OwnerKeys owners, PrivateKey nodeKey, Till till, InstantSource clock) {
    this.db = db;
    this.clock = clock;
    this.nodeKey = nodeKey;
    this.till = till;
    this.offers = new Offers(db, nodeKey, clock);
    this.records = new SellerRecords(db, owners, nodeKey.address(), clock);
    this.lost = new LostPurchases(db, nodeKey.address());
    PaymentStore store = till.around().apply(new LedgerPayments(db, clock));
    this.gate =
        new PaymentGate(
            store,
            till.scheme(),
            till.witness(),
            new SettlePayment(store, till.facilitator(), till.witness(), till.policy(), clock),
            clock);
  }

  /** CAIP-2 name of the chain that payments are taken on. */
  public String network() {
    return till.network();
  }

  /** What a dataset costs, as long as this node takes payments on that chain. */
  public Optional<SaleTerms> terms(DatasetId dataset) {
    return db.read(tx -> new Sales(tx).terms(dataset))
        .filter(terms -> terms.payee().network().equals(till.network()));
  }

  /** The offer of a version to show now. */
  public StoredOffer offer(StoredVersion version, SaleTerms terms) {
    return offers.current(origin(terms.dataset()), version, terms);
  }

  /** The owner's word that this node at {@code endpoint} may sell on these terms. */
  public Signed<SellerRecord> record(SaleTerms terms, URI endpoint) {
    return records.current(origin(terms.dataset()), terms.payee(), endpoint);
  }

  /** Takes a payment for a version; may take as long as a settlement. */
  public GateAnswer<Objection> pay(
      DatasetId dataset, long seq, Optional<StoredOffer> shown, Presented presented) {
    return gate.answer(new DatasetShop(db, dataset, seq, shown, clock.instant()), presented);
  }

  /** The version of the offer that a payment accepts, whatever is the newest one now. */
  public Optional<Long> paidVersion(DatasetId dataset, PaymentPayload payment) {
    return Offers.echoed(payment)
        .flatMap(hash -> db.read(tx -> new Sales(tx).offer(hash)))
        .filter(offer -> offer.dataset().equals(dataset))
        .map(StoredOffer::seq);
  }

  /** Brings every open payment as far as it goes; see {@link PaymentGate#reconcile()}. */
  public int reconcile() {
    return gate.reconcile();
  }

  /** The same for those that somebody waits for; see {@link PaymentGate#reconcileUnsettled()}. */
  public int reconcileUnsettled() {
    return gate.reconcileUnsettled();
  }

  /** The entitlement of that name, as it is now. */
  public Entitlement entitlement(String id) {
    return db.read(tx -> new Members(tx).find(id))
        .orElseThrow(() -> new LedgerException("the ledger has no entitlement " + id));
  }

  /** The entitlements of a wallet that signed in, to that version. */
  public Optional<Entitlement> entitled(DatasetId dataset, String payer, long seq) {
    List<Entitlement> all = db.read(tx -> new Members(tx).of(dataset, payer));
    return all.stream().filter(e -> e.covers(seq)).findFirst();
  }

  /**
   * What a wallet that signed in can prove to have bought here although the ledger does not know
   * it: {@code shown} has the receipt and the offer that it is for.
   *
   * @throws org.obol.crypto.JsonException when it cannot be read
   */
  public Optional<Entitlement> lost(DatasetId dataset, Address payer, long seq, Json.Obj shown) {
    return lost.proven(origin(dataset), payer, shown).filter(e -> e.covers(seq));
  }

  /** Writes down again what {@link #lost} has found. */
  public Entitlement restore(Entitlement found) {
    return lost.restore(found);
  }

  /** A fresh token for an entitlement; it is shown once. */
  public AccessToken token(Entitlement entitlement) {
    return db.write(tx -> new Members(tx).issue(entitlement.id(), clock.instant()));
  }

  /** The receipt for a fulfilled payment: the same one whenever it is asked for. */
  public Signed<Receipt> receipt(PaymentRecord payment, PaymentState.Fulfilled state) {
    StoredOffer offer =
        db.read(tx -> new Sales(tx).offer(new Sha256(payment.binding().offer())))
            .orElseThrow(() -> new LedgerException("a payment for an offer that is not there"));
    return Receipt.of(
            Offers.signed(offer),
            new Receipt.Settlement(
                payment.key().payer(), Bytes32.parse(state.settlement().transaction()).hex()),
            state.goods(),
            payment.created())
        .sign(nodeKey);
  }

  private LogOrigin origin(DatasetId dataset) {
    return new LogOrigin(db.read(tx -> new Datasets(tx).require(dataset)).owner(), dataset);
  }
}
