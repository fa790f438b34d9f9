package org.obol.x402.facilitator;

import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.SettleResponse;
import org.obol.x402.wire.Supported;
import org.obol.x402.wire.VerifyResponse;

/**
 * Checks payments against a chain and settles them (x402 v2 section 7). One contract suite runs
 * against every implementation. Safe for many threads.
 */
public interface Facilitator {

  /**
   * Whether the payment would settle now; changes nothing.
   *
   * @throws FacilitatorUnavailableException when it cannot be asked
   */
  VerifyResponse verify(PaymentPayload payment, PaymentRequirements requirements);

  /**
   * Moves the money. An outcome that is not known, a broken connection included, is {@link
   * SettleResponse.Outcome.Pending} and never a failure.
   */
  SettleResponse settle(PaymentPayload payment, PaymentRequirements requirements);

  /**
   * What it can settle.
   *
   * @throws FacilitatorUnavailableException when it cannot be asked
   */
  Supported supported();
}
