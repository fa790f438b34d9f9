package org.obol.x402.gate;

import java.util.Optional;
import org.obol.crypto.Sha256;

/**
 * What a payment was presented for. An EIP-3009 authorization names no goods; its presenter does.
 *
 * @param offer the application's name for what is bought
 * @param claim hash of the secret that proves who presented it, when they gave one
 * @param paymentId the client's own name for the payment (extension payment-identifier)
 * @param committed that the signed nonce commits to exactly this offer and claim, so that nobody
 *     but the signer can have meant it
 */
public record Binding(
    String offer, Optional<Sha256> claim, Optional<String> paymentId, boolean committed) {}
