package org.obol.x402.gate;

import java.util.Optional;
import org.obol.crypto.Sha256;
import org.obol.x402.wire.PaymentPayload;

/**
 * What a request presents.
 *
 * @param claimed the hash it announces for its secret, which anybody may copy
 * @param proven the hash of the secret it knows, which proves that it is the presenter
 * @param paymentId the client's own name for the payment
 */
public record Presented(
    PaymentPayload payment,
    Optional<Sha256> claimed,
    Optional<Sha256> proven,
    Optional<String> paymentId) {

  /** The hash of its claim, whether proven or only announced. */
  public Optional<Sha256> claim() {
    return proven.or(() -> claimed);
  }
}
