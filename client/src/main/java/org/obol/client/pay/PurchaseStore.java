package org.obol.client.pay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.sale.Receipt;
import org.obol.dataset.sale.Signed;

/** The payments of this buyer. Everything written is durable when the call returns. */
public interface PurchaseStore {

  /**
   * Writes a payment that is about to be sent.
   *
   * @throws org.obol.crypto.ObolException when there is an open one for the same goods
   */
  void plan(Purchase purchase);

  /** From now on it may have been taken. A settled one stays settled, here and below. */
  void sent(String id);

  /** The seller says that it did not take it. */
  void refused(String id, String reason);

  /** Nobody has said what became of it. */
  void unknown(String id, String reason);

  /** It was taken, and a token was given for it. */
  void settled(
      String id,
      Optional<String> transaction,
      Optional<String> entitlement,
      Optional<Signed<Receipt>> receipt);

  /** The payment of that name. */
  Optional<Purchase> find(String id);

  /** The payment for what has that version in it after which no other may be signed yet. */
  Optional<Purchase> open(LogOrigin origin, long seq, Instant now);

  /** Settled payments that opened that version, the newest first. */
  List<Purchase> settledFor(LogOrigin origin, long seq);

  /** Every payment, the newest first. */
  List<Purchase> all();
}
