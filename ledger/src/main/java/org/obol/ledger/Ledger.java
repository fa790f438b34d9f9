package org.obol.ledger;

/**
 * The durable state of one node: its database and its objects. Opening it never changes what it
 * holds, apart from bringing the schema up to date.
 */
public record Ledger(Db db, ObjectStore objects) implements AutoCloseable {

  /** Opens the ledger of {@code home}, made if there is none. */
  public static Ledger open(ObolHome home) {
    Db db = SqliteDb.open(home.nodeDb(), Migrations.NODE);
    return new Ledger(db, new ObjectStore(home.objects(), db));
  }

  @Override
  public void close() {
    db.close();
  }
}
