package org.obol.evm;

/** Hears of a transaction when it is signed and before anybody else can know it. */
@FunctionalInterface
public interface BroadcastListener {

  /**
   * {@code transaction} will be broadcast as soon as this returns, and not at all when this throws.
   * It may be called several times for one sending: the nonce was taken, or higher fees were
   * needed. Any one of those transactions may end up in a block, but no two with the same nonce.
   */
  void signed(SignedTransaction transaction);
}
