package org.obol.client.pay;

import java.time.Instant;
import java.util.Optional;
import org.obol.client.source.Origin;
import org.obol.crypto.Address;
import org.obol.dataset.DatasetId;
import org.obol.dataset.LogOrigin;
import org.obol.ledger.Db;

/**
 * What the buyer knows of those who sell: owners that were named or confirmed by hand for money,
 * and the highest serial of their seller records.
 */
public final class KnownSellers {

  private final Db db;

  /** Sellers in a database with the schema of {@link org.obol.client.pins.LedgerPins#BUYER}. */
  public KnownSellers(Db db) {
    this.db = db;
  }

  /** Since when the owner is known for money at that server. */
  public Optional<Instant> since(Origin server, DatasetId dataset, Address owner) {
    return db.read(
        tx ->
            tx.first(
                "select since from known_owner where origin = ? and dataset = ? and owner = ?",
                row -> Instant.parse(row.getString(1)),
                server.text(),
                dataset.text(),
                owner.hex()));
  }

  /** Remembers that the buyer named or confirmed the owner. */
  public void know(Origin server, DatasetId dataset, Address owner, Instant now) {
    write(
        "insert into known_owner (origin, dataset, owner, since) values (?, ?, ?, ?)"
            + " on conflict do nothing",
        server.text(),
        dataset.text(),
        owner.hex(),
        now.toString());
  }

  /** The highest serial seen, 0 before the first. */
  public long serial(LogOrigin origin) {
    return db.read(
        tx ->
            tx.first(
                    "select serial from seller_serial where owner = ? and dataset = ?",
                    row -> row.getLong(1),
                    origin.owner().hex(),
                    origin.dataset().text())
                .orElse(0L));
  }

  /** Keeps a serial unless a higher one is kept; 0 is none. */
  public void keepSerial(LogOrigin origin, long serial) {
    if (serial > 0) {
      write(
          "insert into seller_serial (owner, dataset, serial) values (?, ?, ?)"
              + " on conflict (owner, dataset) do update"
              + " set serial = excluded.serial where excluded.serial > seller_serial.serial",
          origin.owner().hex(),
          origin.dataset().text(),
          serial);
    }
  }

  private void write(String sql, Object... parameters) {
    int touched = db.write(tx -> tx.update(sql, parameters));
    if (touched < 0 || touched > 1) {
      throw new IllegalStateException("what is known of a seller touched " + touched + " rows");
    }
  }
}
