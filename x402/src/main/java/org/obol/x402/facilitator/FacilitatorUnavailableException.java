package org.obol.x402.facilitator;

import org.obol.crypto.ObolException;

/** A facilitator could not be reached or answered nonsense; nothing was sent to a chain. */
public final class FacilitatorUnavailableException extends ObolException {

  private static final long serialVersionUID = 1L;

  /** What happened, in a sentence that names the facilitator. */
  public FacilitatorUnavailableException(String message, Throwable cause) {
    super(Exit.NETWORK, message, cause);
  }

  /** What happened, in a sentence that names the facilitator. */
  public FacilitatorUnavailableException(String message) {
    super(Exit.NETWORK, message);
  }
}
