package org.obol.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.dataset.sale.Payee;
import org.obol.dataset.sale.Price;
import org.obol.dataset.sale.SellerRecord;
import org.obol.dataset.sale.Signed;

/** Terms, offers and seller records, inside a given transaction. */
public final class Sales {

  private final Tx tx;

  /** What is sold, as {@code tx} sees it. */
  public Sales(Tx tx) {
    this.tx = tx;
  }

  /** The terms of a dataset; empty when it is not sold. */
  public Optional<SaleTerms> terms(DatasetId dataset) {
    return tx.first("select * from sale_terms where dataset = ?", Sales::terms, dataset.text());
  }

  /**
   * Sets the terms, from now on. What is sold has to be looked at first: with the first price, log
   * and manifests become public (protocol section 4), until the owner says otherwise.
   */
  public void put(SaleTerms terms, Instant now) {
    boolean first =
        terms(terms.dataset()).isEmpty()
            && tx.first(
                    "select 1 from offer where dataset = ?", row -> true, terms.dataset().text())
                .isEmpty();
    if (first) {
      tx.update("update dataset set public_log = 1 where id = ?", terms.dataset().text());
    }
    tx.update(
        "insert into sale_terms (dataset, price, network, asset, token_name, token_version,"
            + " decimals, pay_to, changed) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (dataset)"
            + " do update set price = excluded.price, network = excluded.network, asset ="
            + " excluded.asset, token_name = excluded.token_name, token_version ="
            + " excluded.token_version, decimals = excluded.decimals, pay_to = excluded.pay_to,"
            + " changed = excluded.changed",
        terms.dataset().text(),
        terms.price().text(),
        terms.payee().network(),
        terms.payee().asset().hex(),
        terms.tokenName(),
        terms.tokenVersion(),
        terms.decimals(),
        terms.payee().address().hex(),
        now.toEpochMilli());
  }

  /** Ends the sale; offers that were made stay payable until they run out. */
  public void end(DatasetId dataset) {
    tx.update("delete from sale_terms where dataset = ?", dataset.text());
  }

  /** The offer of that hash. */
  public Optional<StoredOffer> offer(Sha256 hash) {
    return tx.first("select * from offer where hash = ?", Sales::offer, hash.hex());
  }

  /** The offer made last for a version. */
  public Optional<StoredOffer> latestOffer(DatasetId dataset, long seq) {
    return tx.first(
        "select * from offer where dataset = ? and seq = ? order by created desc, valid_until desc"
            + " limit 1",
        Sales::offer,
        dataset.text(),
        seq);
  }

  /** Keeps an offer; the same one again changes nothing. */
  public void put(StoredOffer offer, Instant now) {
    tx.update(
        "insert into offer (hash, dataset, seq, from_version, to_version, valid_until,"
            + " requirements, created) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        offer.hash().hex(),
        offer.dataset().text(),
        offer.seq(),
        offer.grants().from(),
        offer.grants().to(),
        offer.validUntil().getEpochSecond(),
        offer.requirements().text(),
        now.toEpochMilli());
  }

  /** The seller record signed last. */
  public Optional<Signed<SellerRecord>> sellerRecord(DatasetId dataset) {
    return tx.first(
        "select document from seller_record where dataset = ?",
        row -> SellerRecord.read(row.getString(1).getBytes(StandardCharsets.UTF_8)),
        dataset.text());
  }

  /** Lets the next seller record of every dataset be signed anew; returns how many were kept. */
  int forgetSellerRecords() {
    return tx.update("delete from seller_record");
  }

  /**
   * Keeps a seller record.
   *
   * @throws LedgerException when its serial is not above the last one
   */
  public void put(DatasetId dataset, Signed<SellerRecord> record) {
    int touched =
        tx.update(
            "insert into seller_record (dataset, serial, document) values (?, ?, ?) on conflict"
                + " (dataset) do update set serial = excluded.serial, document = excluded.document"
                + " where excluded.serial > seller_record.serial",
            dataset.text(),
            record.document().serial(),
            record.toJson().text());
    if (touched != 1) {
      throw new LedgerException(
          "a seller record with serial " + record.document().serial() + " is not the next one");
    }
  }

  private static SaleTerms terms(ResultSet row) throws SQLException {
    return new SaleTerms(
        new DatasetId(row.getString("dataset")),
        Price.parse(row.getString("price")),
        new Payee(
            row.getString("network"),
            new Address(row.getString("asset")),
            new Address(row.getString("pay_to"))),
        row.getString("token_name"),
        row.getString("token_version"),
        row.getInt("decimals"));
  }

  private static StoredOffer offer(ResultSet row) throws SQLException {
    Json requirements = JsonReader.read(row.getString("requirements"));
    return new StoredOffer(
        new Sha256(row.getString("hash")),
        new DatasetId(row.getString("dataset")),
        row.getLong("seq"),
        new VersionRange(row.getLong("from_version"), row.getLong("to_version")),
        Instant.ofEpochSecond(row.getLong("valid_until")),
        requirements.asObject("the requirements of an offer"));
  }
}
