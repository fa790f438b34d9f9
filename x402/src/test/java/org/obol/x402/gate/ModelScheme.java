package org.obol.x402.gate;

import java.time.Instant;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.x402.wire.AtomicAmount;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;

/** Like EIP-3009, except that a signature is a word. */
final class ModelScheme implements PaymentScheme {

  static final String NETWORK = "eip155:84532";
  static final Address ASSET = new Address("0x" + "a5".repeat(20));
  static final Address PAYEE = new Address("0x" + "5e".repeat(20));

  static PaymentRequirements requirements(String resource, long amount) {
    return new PaymentRequirements(
        Json.object()
            .put("scheme", "exact")
            .put("network", NETWORK)
            .put("asset", ASSET.hex())
            .put("payTo", PAYEE.hex())
            .put("amount", Long.toString(amount))
            .put("maxTimeoutSeconds", 600)
            .put("extra", Json.object().put("resource", resource).build())
            .build());
  }

  /** A payment that accepts {@code accepted}, which its authorization need not fit. */
  static PaymentPayload payment(
      PaymentRequirements accepted, Authorization authorization, String signature) {
    return new PaymentPayload(
        Json.object()
            .put("x402Version", 2)
            .put("accepted", accepted.json())
            .put(
                "payload",
                Json.object()
                    .put("from", authorization.key().payer().hex())
                    .put("to", authorization.payTo().hex())
                    .put("value", authorization.amount().toString())
                    .put("validAfter", authorization.validAfter().getEpochSecond())
                    .put("validBefore", authorization.validBefore().getEpochSecond())
                    .put("nonce", authorization.key().nonce().hex())
                    .put("signature", signature)
                    .build())
            .build());
  }

  @Override
  public Authorization authorization(PaymentPayload payment) {
    Json.Obj signed = payment.payload();
    return new Authorization(
        new PaymentKey(
            NETWORK,
            ASSET,
            new Address(signed.requireText("from")),
            new Bytes32(signed.requireText("nonce"))),
        new Address(signed.requireText("to")),
        AtomicAmount.parse(signed.requireText("value")),
        Instant.ofEpochSecond(signed.requireInteger("validAfter")),
        Instant.ofEpochSecond(signed.requireInteger("validBefore")));
  }

  @Override
  public Optional<Reason> objection(
      PaymentPayload payment, PaymentRequirements requirements, Instant now) {
    Authorization signed = authorization(payment);
    if (!payment.payload().requireText("signature").equals("signed")) {
      return Optional.of(Reason.of("invalid_exact_evm_signature"));
    }
    if (!signed.payTo().hex().equals(requirements.payTo())) {
      return Optional.of(Reason.of("invalid_exact_evm_recipient_mismatch"));
    }
    if (!signed.amount().equals(requirements.amount())) {
      return Optional.of(Reason.of("invalid_exact_evm_authorization_value"));
    }
    if (!now.isBefore(signed.validBefore().minusSeconds(6))) {
      return Optional.of(Reason.of(Reasons.VALID_BEFORE));
    }
    return signed.validAfter().isAfter(now)
        ? Optional.of(Reason.of("invalid_exact_evm_payload_authorization_valid_after"))
        : Optional.empty();
  }
}
