package org.obol.client.pay;

import java.math.BigInteger;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.dataset.sale.Claim;
import org.obol.dataset.sale.Offer;
import org.obol.dataset.sale.Payee;
import org.obol.dataset.sale.Receipt;
import org.obol.dataset.sale.SellerRecord;
import org.obol.dataset.sale.Signed;
import org.obol.ledger.Db;
import org.obol.ledger.Tx;

/** Payments in the buyer's database; several processes may use it at once. */
public final class LedgerPurchases implements PurchaseStore {

  private static final String COLUMNS =
      "select id, created, server, dataset, owner, seq, manifest_hash, grants_from, grants_to,"
          + " network, asset, symbol, decimals, amount, pay_to, payer, nonce, valid_before, claim,"
          + " payment, offer, seller, state, reason, transaction_hash, entitlement, receipt"
          + " from purchase ";

  private final Db db;

  /** Payments in a database with the schema of {@link org.obol.client.pins.LedgerPins#BUYER}. */
  public LedgerPurchases(Db db) {
    this.db = db;
  }

  @Override
  public void plan(Purchase purchase) {
    db.write(
        tx -> {
          // In the same transaction, so that of two processes only one signs for these goods.
          Goods goods = purchase.goods();
          open(tx, goods.origin(), goods.seq(), purchase.created())
              .ifPresent(
                  other -> {
                    throw new ObolException(
                        ObolException.Exit.REFUSED,
                        "another payment for it was signed just now: obol purchases resume "
                            + other.id());
                  });
          return insert(tx, purchase);
        });
  }

  private static int insert(Tx tx, Purchase purchase) {
    Goods goods = purchase.goods();
    Cost cost = purchase.cost();
    SignedPayment payment = purchase.payment();
    return tx.update(
        "insert into purchase (id, created, server, dataset, owner, seq, manifest_hash,"
            + " grants_from, grants_to, network, asset, symbol, decimals, amount, pay_to, payer,"
            + " nonce, valid_before, claim, payment, offer, seller, state)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        purchase.id(),
        purchase.created().toString(),
        goods.server().toString(),
        goods.origin().dataset().text(),
        goods.origin().owner().hex(),
        goods.seq(),
        goods.manifestHash().hex(),
        goods.grants().from(),
        goods.grants().to(),
        cost.payee().network(),
        cost.payee().asset().hex(),
        cost.symbol(),
        cost.decimals(),
        cost.amount().toString(),
        cost.payee().address().hex(),
        payment.payer().hex(),
        payment.nonce(),
        payment.validBefore().getEpochSecond(),
        payment.claim().reveal(),
        payment.header(),
        purchase.evidence().offer().map(o -> o.toJson().text()),
        purchase.evidence().seller().map(s -> s.toJson().text()),
        purchase.state().text());
  }

  @Override
  public void sent(String id) {
    move(id, PurchaseState.SENT, "");
  }

  @Override
  public void refused(String id, String reason) {
    move(id, PurchaseState.REFUSED, reason);
  }

  @Override
  public void unknown(String id, String reason) {
    move(id, PurchaseState.UNKNOWN, reason);
  }

  @Override
  public void settled(
      String id,
      Optional<String> transaction,
      Optional<String> entitlement,
      Optional<Signed<Receipt>> receipt) {
    require(
        id,
        db.write(
            tx ->
                tx.update(
                    "update purchase set state = 'settled', reason = '', transaction_hash ="
                        + " coalesce(?, transaction_hash), entitlement = coalesce(?, entitlement),"
                        + " receipt = coalesce(?, receipt) where id = ?",
                    transaction,
                    entitlement,
                    receipt.map(r -> r.toJson().text()),
                    id)));
  }

  private void move(String id, PurchaseState state, String reason) {
    require(
        id,
        db.write(
            tx ->
                tx.update(
                    "update purchase set"
                        + " reason = case state when 'settled' then reason else ? end,"
                        + " state = case state when 'settled' then state else ? end where id = ?",
                    reason,
                    state.text(),
                    id)));
  }

  private static void require(String id, int touched) {
    if (touched != 1) {
      throw new IllegalStateException("purchase " + id + " is " + touched + " rows");
    }
  }

  @Override
  public Optional<Purchase> find(String id) {
    return db.read(tx -> tx.first(COLUMNS + "where id = ?", LedgerPurchases::purchase, id));
  }

  @Override
  public Optional<Purchase> open(LogOrigin origin, long seq, Instant now) {
    return db.read(tx -> open(tx, origin, seq, now));
  }

  private static Optional<Purchase> open(Tx tx, LogOrigin origin, long seq, Instant now) {
    return tx
        .list(
            COLUMNS
                + "where owner = ? and dataset = ? and grants_from <= ? and grants_to >= ?"
                + " order by created desc, id",
            LedgerPurchases::purchase,
            origin.owner().hex(),
            origin.dataset().text(),
            seq,
            seq)
        .stream()
        .filter(p -> p.isOpen(now))
        .findFirst();
  }

  @Override
  public List<Purchase> settledFor(LogOrigin origin, long seq) {
    return db.read(
        tx ->
            tx.list(
                COLUMNS
                    + "where owner = ? and dataset = ? and grants_from <= ? and grants_to >= ?"
                    + " and state = 'settled' order by created desc, id",
                LedgerPurchases::purchase,
                origin.owner().hex(),
                origin.dataset().text(),
                seq,
                seq));
  }

  @Override
  public List<Purchase> all() {
    return db.read(tx -> tx.list(COLUMNS + "order by created desc, id", LedgerPurchases::purchase));
  }

  private static Purchase purchase(ResultSet row) throws SQLException {
    return new Purchase(
        row.getString("id"),
        Instant.parse(row.getString("created")),
        goods(row),
        cost(row),
        payment(row),
        new Evidence(
            text(row, "offer").map(t -> Offer.read(JsonReader.read(t))),
            text(row, "seller").map(t -> SellerRecord.read(JsonReader.read(t)))),
        new Progress(
            PurchaseState.read(row.getString("state")),
            row.getString("reason"),
            text(row, "transaction_hash"),
            text(row, "entitlement"),
            text(row, "receipt").map(t -> Receipt.read(JsonReader.read(t)))));
  }

  private static Goods goods(ResultSet row) throws SQLException {
    return new Goods(
        URI.create(row.getString("server")),
        new LogOrigin(new Address(row.getString("owner")), new DatasetId(row.getString("dataset"))),
        row.getLong("seq"),
        new Sha256(row.getString("manifest_hash")),
        new VersionRange(row.getLong("grants_from"), row.getLong("grants_to")));
  }

  private static Cost cost(ResultSet row) throws SQLException {
    return new Cost(
        new Payee(
            row.getString("network"),
            new Address(row.getString("asset")),
            new Address(row.getString("pay_to"))),
        new BigInteger(row.getString("amount")),
        row.getString("symbol"),
        row.getInt("decimals"));
  }

  private static SignedPayment payment(ResultSet row) throws SQLException {
    return new SignedPayment(
        new Address(row.getString("payer")),
        row.getString("payment"),
        row.getString("nonce"),
        Instant.ofEpochSecond(row.getLong("valid_before")),
        Claim.read(row.getString("claim")).orElseThrow());
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).filter(t -> !t.isEmpty());
  }
}
