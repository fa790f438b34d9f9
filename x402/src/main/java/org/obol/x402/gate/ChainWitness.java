package org.obol.x402.gate;

import java.util.Optional;

/**
 * What can be seen on a chain about a payment, independently of the facilitator. Safe for many
 * threads. Every method throws an {@link org.obol.crypto.ObolException} of kind network when the
 * chain cannot be asked.
 */
public interface ChainWitness {

  /** How things stood when a payment was first presented. */
  record Before(long block, boolean used) {}

  /** What became of an authorization. */
  sealed interface Sighting {

    /** Not used in any block. */
    record Unused() implements Sighting {}

    /** Not used, and it never will be: the last final block is later than its window. */
    record Expired() implements Sighting {}

    /**
     * Used by a transaction that moved exactly the authorized amount from payer to payee.
     *
     * @param confirmations blocks from its own to the head, both counted
     * @param permanent that its block is final
     */
    record Paid(Settlement settlement, long confirmations, boolean permanent) implements Sighting {}

    /**
     * Used up without paying, for good: cancelled by its payer, its window closed, and all that
     * final. Until then it is {@link Unused}, because a reorganisation can still let it pay.
     */
    record Spent() implements Sighting {}
  }

  /** Whether the authorization is used at the head, and which block that is. */
  Before before(PaymentKey key);

  /**
   * What is to be seen in the blocks after {@link PaymentRecord#seenAt}, and in as many before it
   * as a reorganisation can replace: it may put a later use into a block with a lower number.
   *
   * @param told the transaction that a facilitator named
   */
  Sighting look(PaymentRecord payment, Optional<String> told);

  /**
   * Like {@link #look}, but waits until there is a payment with {@code confirmations}, or the
   * authorization is spent or expired, or the witness' patience is over.
   */
  Sighting await(PaymentRecord payment, Optional<String> told, long confirmations);
}
