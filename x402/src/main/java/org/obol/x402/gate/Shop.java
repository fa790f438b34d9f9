package org.obol.x402.gate;

import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Sha256;
import org.obol.x402.wire.PaymentPayload;

/**
 * The application's side of one protected resource.
 *
 * @param <O> why the application declines a payer
 */
public interface Shop<O> {

  /**
   * The offer for this resource that the payment accepts, as long as it is payable; never one for
   * another resource (invariant 4).
   */
  Optional<Offered> offer(PaymentPayload payment);

  /** Whether the offer of that name is, or was, one for this resource. */
  boolean sells(String offer);

  /**
   * Whether what was handed out for the offer of that name may be taken back and exchanged for what
   * this resource sells. Who has seen goods cannot unsee them: across unrelated goods a payer who
   * commits to one and presents for the other would have both for one price.
   */
  boolean exchanges(String offer);

  /** Why this payer cannot buy it now, asked before anything is written or sent. */
  Optional<O> objection(Address payer, Offered offer);

  /** Whether {@code nonce} commits to that offer and to the claim with this hash. */
  boolean commits(Bytes32 nonce, Offered offer, Sha256 claim);
}
