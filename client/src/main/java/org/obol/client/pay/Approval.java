package org.obol.client.pay;

/** The person, or who speaks for them. A failure thrown here ends the purchase. */
public interface Approval {

  /** Whether to sign and pay; nothing is signed before, and nothing at all when not. */
  boolean pay(Quote quote);

  /** Whether to send a payment again that was signed before. */
  boolean resume(Purchase purchase);
}
