package org.obol.client.pay;

import java.util.Locale;

/** How far a payment has come, as far as the buyer knows. */
public enum PurchaseState {
  /** Signed and written down; not one byte of it was sent. */
  PLANNED,
  /** On its way: it may have been taken. */
  SENT,
  /** Paid, and a token was given for it. */
  SETTLED,
  /** The seller said that it did not take it; until it expires it still could. */
  REFUSED,
  /** Nobody has said what became of it. */
  UNKNOWN;

  /** The word for tables and machines. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static PurchaseState read(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
