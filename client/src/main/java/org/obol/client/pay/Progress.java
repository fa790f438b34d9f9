package org.obol.client.pay;

import java.util.Optional;
import org.obol.dataset.sale.Receipt;
import org.obol.dataset.sale.Signed;

/**
 * What became of a payment.
 *
 * @param reason why it is refused or unknown; else empty
 * @param transaction the settlement, once it is told
 * @param entitlement the seller's name for what was opened
 */
public record Progress(
    PurchaseState state,
    String reason,
    Optional<String> transaction,
    Optional<String> entitlement,
    Optional<Signed<Receipt>> receipt) {

  /** Before anything was sent. */
  public static final Progress PLANNED =
      new Progress(PurchaseState.PLANNED, "", Optional.empty(), Optional.empty(), Optional.empty());
}
