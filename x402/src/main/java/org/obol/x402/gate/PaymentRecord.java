package org.obol.x402.gate;

import java.time.Instant;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;

/**
 * A payment as the store keeps it.
 *
 * @param authorization what the payer signed
 * @param binding what it was presented for
 * @param payment as it came, to be settled again after a crash
 * @param requirements what it was checked against
 * @param seenAt number of the block at whose end the nonce was still unused
 * @param asked whether a facilitator was ever asked to settle it; it stays so
 */
public record PaymentRecord(
    Authorization authorization,
    Binding binding,
    PaymentPayload payment,
    PaymentRequirements requirements,
    long seenAt,
    boolean asked,
    PaymentState state,
    Instant created) {

  /** What identifies it. */
  public PaymentKey key() {
    return authorization.key();
  }

  /**
   * Whether no transfer could be counted for it as it stands (protocol section 7): nobody was asked
   * to settle it, nothing was seen of it, and its nonce commits to nothing.
   */
  public boolean isIdle() {
    boolean seen = state instanceof PaymentState.Settled || state instanceof PaymentState.Fulfilled;
    return !asked && !seen && !binding.committed();
  }

  /** The same payment in another state. */
  public PaymentRecord in(PaymentState next) {
    boolean now = asked || next instanceof PaymentState.Settling;
    return new PaymentRecord(
        authorization, binding, payment, requirements, seenAt, now, next, created);
  }

  /** The same payment, bound to something else. */
  public PaymentRecord boundTo(Binding other, PaymentRequirements theirs) {
    return new PaymentRecord(authorization, other, payment, theirs, seenAt, asked, state, created);
  }
}
