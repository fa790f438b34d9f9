package org.obol.client.pay;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.obol.crypto.Json;

/**
 * One payment that was signed, as it lies in {@code buyer.db}.
 *
 * @param id the payment identifier that the seller is told
 */
public record Purchase(
    String id,
    Instant created,
    Goods goods,
    Cost cost,
    SignedPayment payment,
    Evidence evidence,
    Progress progress) {

  /** How far the clocks of buyer and chain may be apart. */
  static final Duration MARGIN = Duration.ofMinutes(2);

  /** How far it has come. */
  public PurchaseState state() {
    return progress.state();
  }

  /** When nobody can take its money any more. */
  Instant closes() {
    return payment.validBefore().plus(MARGIN);
  }

  /** Whether nobody can take its money any more, unless it was taken already. */
  public boolean isExpired(Instant now) {
    return !now.isBefore(closes());
  }

  /**
   * Whether another payment for the same goods could be a second one: this one may have been taken,
   * or may yet be.
   */
  public boolean isOpen(Instant now) {
    return switch (state()) {
      case SENT, UNKNOWN -> true;
      // Whoever refused it has it all the same, until it expires.
      case REFUSED, PLANNED -> !isExpired(now);
      case SETTLED -> false;
    };
  }

  /** What shows a seller that it was paid: its receipt and the offer that this is for. */
  Optional<Json.Obj> proof() {
    return progress
        .receipt()
        .flatMap(
            receipt ->
                evidence
                    .offer()
                    .map(
                        offer ->
                            Json.object()
                                .put("receipt", receipt.toJson())
                                .put("offer", offer.toJson())
                                .build()));
  }
}
