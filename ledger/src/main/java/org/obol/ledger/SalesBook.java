package org.obol.ledger;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.dataset.DatasetId;
import org.obol.dataset.sale.Payee;

/** Payments as an owner looks at them, and notes about refunds, inside a given transaction. */
public final class SalesBook {

  private static final String PAYMENTS =
      "select p.*, o.dataset, o.seq from payment p join offer o on o.hash = p.offer";

  private final Tx tx;

  /** The book as {@code tx} sees it. */
  public SalesBook(Tx tx) {
    this.tx = tx;
  }

  /** Every payment, oldest first. */
  public List<Sale> all() {
    return tx.list(PAYMENTS + " order by p.created, p.nonce", this::sale);
  }

  /** Every payment for versions of {@code dataset}, oldest first. */
  public List<Sale> of(DatasetId dataset) {
    return tx.list(
        PAYMENTS + " where o.dataset = ? order by p.created, p.nonce", this::sale, dataset.text());
  }

  /**
   * Writes down that the payment which {@code transaction} settled was given back; moves no money.
   * After a note without the transaction of the refund, one with it may follow.
   *
   * @param repaidIn the transaction of the refund
   * @throws LedgerException when no payment, or more than one, was settled there, or it was given
   *     back already
   */
  public Sale noteRefund(String transaction, String note, Optional<String> repaidIn, Instant now) {
    List<String> nonces =
        tx.list(
            "select nonce from payment where settled_in = ?", row -> row.getString(1), transaction);
    if (nonces.size() != 1) {
      throw new LedgerException(
          nonces.isEmpty()
              ? "no payment here was settled by transaction "
                  + transaction
                  + ". List them with: obol dataset sales --all"
              : "transaction " + transaction + " settled several payments; note them elsewhere");
    }
    settledIn(transaction).refunds().stream()
        .filter(before -> repaidIn.isEmpty() || before.transaction().isPresent())
        .findFirst()
        .ifPresent(SalesBook::refuseAgain);
    tx.update(
        "insert into refund_note (network, asset, payer, nonce, note, settled_in, created) select"
            + " network, asset, payer, nonce, ?, ?, ? from payment where settled_in = ?",
        note,
        repaidIn,
        now.toEpochMilli(),
        transaction);
    return settledIn(transaction);
  }

  private Sale settledIn(String transaction) {
    return tx.first(PAYMENTS + " where p.settled_in = ?", this::sale, transaction).orElseThrow();
  }

  private static void refuseAgain(Sale.Refund before) {
    throw new LedgerException(
        "this sale was noted as given back at "
            + before.created()
            + ": "
            + before.note()
            + before
                .transaction()
                .map(hash -> " in " + hash)
                .orElse(". Give --transaction to note in which transaction"));
  }

  private Sale sale(ResultSet row) throws SQLException {
    Json.Obj state = JsonReader.read(row.getString("state")).asObject("the state of a payment");
    Optional<String> goods = Optional.ofNullable(row.getString("goods"));
    return new Sale(
        Instant.ofEpochMilli(row.getLong("created")),
        new DatasetId(row.getString("dataset")),
        row.getLong("seq"),
        new Address(row.getString("payer")),
        new Payee(
            row.getString("network"),
            new Address(row.getString("asset")),
            new Address(row.getString("pay_to"))),
        new BigInteger(row.getString("amount")),
        state.requireText("is"),
        state.text("reason"),
        row.getInt("is_over") == 1,
        Optional.ofNullable(row.getString("settled_in")),
        goods.flatMap(new Members(tx)::find),
        refunds(row));
  }

  private List<Sale.Refund> refunds(ResultSet row) throws SQLException {
    return tx.list(
        "select note, settled_in, created from refund_note where network = ? and asset = ? and"
            + " payer = ? and nonce = ? order by created",
        note ->
            new Sale.Refund(
                note.getString(1),
                Optional.ofNullable(note.getString(2)),
                Instant.ofEpochMilli(note.getLong(3))),
        row.getString("network"),
        row.getString("asset"),
        row.getString("payer"),
        row.getString("nonce"));
  }
}
