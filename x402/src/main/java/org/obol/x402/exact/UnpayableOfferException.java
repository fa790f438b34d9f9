package org.obol.x402.exact;

import org.obol.crypto.ObolException;
import org.obol.x402.wire.Reason;

/** An offer that this library cannot pay; nothing was signed. */
public final class UnpayableOfferException extends ObolException {

  private static final long serialVersionUID = 1L;

  private final transient Reason reason;

  /** The offer is what {@code reason} says. */
  public UnpayableOfferException(Reason reason) {
    super(Exit.REFUSED, "This offer cannot be paid with scheme exact: " + reason);
    this.reason = reason;
  }

  /** What is wrong with it. */
  public Reason reason() {
    return reason;
  }
}
