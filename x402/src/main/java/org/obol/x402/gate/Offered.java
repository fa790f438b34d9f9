package org.obol.x402.gate;

import org.obol.x402.wire.PaymentRequirements;

/**
 * Something that is for sale and still payable.
 *
 * @param id the application's name for it, stable as long as a payment for it is remembered
 */
public record Offered(String id, PaymentRequirements requirements) {}
