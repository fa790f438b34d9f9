package org.obol.x402.gate;

import java.time.Instant;
import java.util.Optional;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reason;

/** A way to pay, as far as the gate has to understand it. */
public interface PaymentScheme {

  /**
   * What the payment authorizes; nothing is verified yet.
   *
   * @throws org.obol.crypto.JsonException when it is not a payment of this scheme
   */
  Authorization authorization(PaymentPayload payment);

  /**
   * What speaks against the payment without asking a facilitator: signature, window, amount, payee
   * (reference table, rows 0 to 8). A payment with an objection never gets a row in the store, so
   * that a forged one cannot occupy somebody's nonce.
   *
   * @throws org.obol.crypto.ObolException (network) when a chain has to be asked and cannot be
   */
  Optional<Reason> objection(PaymentPayload payment, PaymentRequirements requirements, Instant now);
}
