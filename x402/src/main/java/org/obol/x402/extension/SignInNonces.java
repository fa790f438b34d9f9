package org.obol.x402.extension;

import java.time.Instant;

/** Where a server keeps the nonces of its sign-ins. Safe for many threads. */
@FunctionalInterface
public interface SignInNonces {

  /**
   * Uses up a nonce: true once for each that the server issued, false ever after and for any other.
   *
   * @param until when the sign-in ends, after which the nonce may be forgotten
   */
  boolean use(String nonce, Instant until);
}
