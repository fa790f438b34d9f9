package org.obol.x402.gate;

import java.time.Instant;
import org.obol.crypto.Address;
import org.obol.x402.wire.AtomicAmount;

/**
 * What a payer has authorized, read from a payment of whatever scheme.
 *
 * @param validAfter it settles only in blocks later than this
 * @param validBefore it settles only in blocks earlier than this
 */
public record Authorization(
    PaymentKey key, Address payTo, AtomicAmount amount, Instant validAfter, Instant validBefore) {}
