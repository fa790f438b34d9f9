package org.obol.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.JsonReader;

/** The offers of inference that are listed, inside a given transaction. */
public final class InferenceListings {

  private final Tx tx;

  /** The offers as {@code tx} sees them. */
  public InferenceListings(Tx tx) {
    this.tx = tx;
  }

  /** All of them by name, those that have vanished too. */
  public List<InferenceListing> all() {
    return tx.list("select * from inference_listing order by name", InferenceListings::listing);
  }

  /** Lists an offer, in the place of one of the same name. */
  public void put(InferenceListing listing) {
    tx.update(
        "insert into inference_listing (name, entry, drain_ends) values (?, ?, ?) on conflict"
            + " (name) do update set entry = excluded.entry, drain_ends = excluded.drain_ends",
        listing.name(),
        listing.entry().text(),
        listing.drainEnds().map(Instant::toEpochMilli));
  }

  /** Lets the offer of that name vanish at {@code end}; whether there is one. */
  public boolean drain(String name, Instant end) {
    return tx.update(
            "update inference_listing set drain_ends = ? where name = ?", end.toEpochMilli(), name)
        == 1;
  }

  private static InferenceListing listing(ResultSet row) throws SQLException {
    long end = row.getLong("drain_ends");
    Optional<Instant> drainEnds =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(end));
    return new InferenceListing(
        row.getString("name"),
        JsonReader.read(row.getString("entry")).asObject("a row of the catalog"),
        drainEnds);
  }
}
