package org.obol.x402.gate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;

/**
 * The durable memory of payments. What a method has returned survives a crash; one contract suite
 * runs against every implementation. Safe for many threads and processes.
 */
public interface PaymentStore {

  /** What became of a new row. */
  sealed interface Claimed {

    /** It was written. */
    record New() implements Claimed {}

    /** The payment is known already. */
    record Known(PaymentRecord record) implements Claimed {}

    /** Its payment identifier belongs to another payment. */
    record IdTaken() implements Claimed {}
  }

  /** The payment of that key. */
  Optional<PaymentRecord> find(PaymentKey key);

  /** Writes a payment in its first state, unless its key or payment identifier is there. */
  Claimed claim(PaymentRecord fresh);

  /**
   * Moves a payment on.
   *
   * @return false, and nothing is written, when it is not in the state of {@code from} any more
   */
  boolean advance(PaymentRecord from, PaymentState to);

  /**
   * Grants the goods and moves the payment from Settled to Fulfilled, both in one transaction. Does
   * nothing when that has happened before.
   *
   * @return the payment as it is now
   */
  PaymentRecord fulfil(PaymentKey key, Settlement settlement);

  /** Locks the goods of a fulfilled payment and moves it to Suspended, in one transaction. */
  PaymentRecord suspend(PaymentKey key);

  /**
   * Binds the payment to what its signer has proven to have meant: goods that were granted for
   * something else are taken back, every token of them dies, and a fulfilled payment gets the right
   * goods, in one transaction. Goods that were taken from the payer already stay taken.
   *
   * @return the payment as it is now
   */
  PaymentRecord rebind(PaymentRecord to);

  /**
   * The payments of one payer that may be under way: in a state from Received to Settled, oldest
   * first. Here as below only their keys: who signs payments that cannot be settled can have very
   * many, each as long as a header may be.
   */
  List<PaymentKey> underWay(Address payer);

  /** All payments that are Settling or Settled, oldest first. */
  List<PaymentKey> unsettled();

  /**
   * All payments about which a chain may have news, oldest first: those that are not over, but of
   * the {@linkplain PaymentRecord#isIdle idle} ones only those whose window is closed at {@code
   * now}.
   */
  List<PaymentKey> open(Instant now);
}
