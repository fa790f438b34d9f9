package org.obol.client.pay;

import org.obol.client.pins.LedgerPins;
import org.obol.client.pins.Pins;
import org.obol.ledger.Db;

/** Everything that the buyer remembers. */
public record Books(Pins pins, KnownSellers sellers, PurchaseStore purchases, TokenStore tokens) {

  /** The books in {@code buyer.db} and the folder of tokens. */
  public static Books of(Db db, TokenStore tokens) {
    return new Books(new LedgerPins(db), new KnownSellers(db), new LedgerPurchases(db), tokens);
  }
}
