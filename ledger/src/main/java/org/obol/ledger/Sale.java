package org.obol.ledger;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.sale.Payee;

/**
 * One payment for a version, however far it came.
 *
 * @param time when it was first presented
 * @param amount in atomic units of the payee's token
 * @param state how the ledger calls it: {@code fulfilled}, {@code settling}, …
 * @param reason why it was rejected
 * @param over nothing about it can change any more
 * @param transaction that moved the money
 * @param access what it bought
 */
public record Sale(
    Instant time,
    DatasetId dataset,
    long seq,
    Address payer,
    Payee payee,
    BigInteger amount,
    String state,
    Optional<String> reason,
    boolean over,
    Optional<String> transaction,
    Optional<Entitlement> access,
    List<Refund> refunds) {

  /** What the owner wrote down about giving the money back. */
  public record Refund(String note, Optional<String> transaction, Instant created) {}

  /** Copies the refunds. */
  public Sale {
    refunds = List.copyOf(refunds);
  }

  /** Whether the money arrived, and still is there. */
  public boolean isPaid() {
    return state.equals("settled") || state.equals("fulfilled");
  }

  /** Whether its end is not known yet. */
  public boolean isOpen() {
    return !over && !state.equals("fulfilled");
  }
}
