package org.obol.x402.gate;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.obol.x402.wire.AtomicAmount;

/**
 * How sure a seller wants to be.
 *
 * @param tiers confirmations by amount; the highest tier that an amount reaches counts, none means
 *     one confirmation
 * @param ownPayee that every payee of this seller belongs to this store alone, so that a transfer
 *     made by a stranger can only be meant for it. It is the seller's word: where it is not true, a
 *     payer can present one authorization that commits to nothing to two services of the same payee
 *     and price, and is served by both. Another authorization never counts, however alike: the
 *     witness goes by its nonce
 * @param settleAgainAfter how long a settlement may stay unseen before it is asked for again
 */
public record Policy(List<Tier> tiers, boolean ownPayee, Duration settleAgainAfter) {

  /** From {@code from} on, {@code confirmations} blocks, the settling one included. */
  public record Tier(AtomicAmount from, long confirmations) {}

  /** One confirmation, payees of our own, a minute. */
  public static final Policy DEFAULT = new Policy(List.of(), true, Duration.ofMinutes(1));

  /** Copies the tiers. */
  public Policy {
    tiers = List.copyOf(tiers);
  }

  /** Blocks to wait for, at least 1. */
  public long confirmations(AtomicAmount amount) {
    return tiers.stream()
        .filter(tier -> tier.from().compareTo(amount) <= 0)
        .max(Comparator.comparing(Tier::from))
        .map(Tier::confirmations)
        .orElse(1L);
  }
}
