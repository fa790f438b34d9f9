package org.obol.client.pins;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.obol.client.source.Origin;
import org.obol.crypto.Address;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.ledger.Db;
import org.obol.ledger.Migrations;
import org.obol.ledger.SqliteDb;

/** Pins in the buyer's database; several processes may use it at once. */
public final class LedgerPins implements Pins {

  /** The schema of {@code buyer.db}. */
  public static final Migrations BUYER =
      new Migrations(
          "/org/obol/client/buyer",
          List.of("V1__pins.sql", "V2__purchases.sql", "V3__library.sql"));

  private final Db db;

  /** Pins in a database with the schema {@link #BUYER}, which stays the caller's to close. */
  public LedgerPins(Db db) {
    this.db = db;
  }

  /** Opens {@code buyer.db}, made if need be. */
  public static Db open(Path file) {
    return SqliteDb.open(file, BUYER);
  }

  @Override
  public Optional<Address> owner(Origin origin, DatasetId dataset) {
    return db.read(
        tx ->
            tx.first(
                "select owner from owner_pin where origin = ? and dataset = ?",
                row -> new Address(row.getString(1)),
                origin.text(),
                dataset.text()));
  }

  @Override
  public void pinOwner(Origin origin, DatasetId dataset, Address owner) {
    write(
        "insert into owner_pin (origin, dataset, owner) values (?, ?, ?)"
            + " on conflict (origin, dataset) do update set owner = excluded.owner",
        origin.text(),
        dataset.text(),
        owner.hex());
  }

  @Override
  public Optional<PinnedHead> head(Address owner, DatasetId dataset) {
    return db.read(
        tx ->
            tx.first(
                "select seq, digest from log_pin where owner = ? and dataset = ?",
                row -> new PinnedHead(row.getLong(1), new Sha256(row.getString(2))),
                owner.hex(),
                dataset.text()));
  }

  @Override
  public void raise(Address owner, DatasetId dataset, PinnedHead head) {
    write(
        "insert into log_pin (owner, dataset, seq, digest) values (?, ?, ?, ?)"
            + " on conflict (owner, dataset) do update"
            + " set seq = excluded.seq, digest = excluded.digest where excluded.seq > log_pin.seq",
        owner.hex(),
        dataset.text(),
        head.seq(),
        head.digest().hex());
  }

  @Override
  public boolean sawManifest(Origin origin, DatasetId dataset) {
    return db.read(
        tx ->
            tx.first(
                    "select 1 from manifest_pin where origin = ? and dataset = ?",
                    row -> true,
                    origin.text(),
                    dataset.text())
                .isPresent());
  }

  @Override
  public void rememberManifest(Origin origin, DatasetId dataset) {
    write(
        "insert into manifest_pin (origin, dataset) values (?, ?) on conflict do nothing",
        origin.text(),
        dataset.text());
  }

  private void write(String sql, Object... parameters) {
    int touched = db.write(tx -> tx.update(sql, parameters));
    if (touched < 0 || touched > 1) {
      throw new IllegalStateException("a pin touched " + touched + " rows");
    }
  }
}
