package org.obol.x402.exact;

import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.JsonException;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;

/** A payment and the terms that it is for. */
public record ExactPayment(ExactTerms terms, ExactPayload payload) {

  /** Reads a payment without checking it; empty when it cannot be read. */
  public static Optional<ExactPayment> read(
      PaymentPayload payment, PaymentRequirements requirements) {
    try {
      ExactPayload payload = ExactPayload.parse(payment.payload());
      return switch (ExactTerms.read(requirements)) {
        case ExactTerms.Reading.Terms t -> Optional.of(new ExactPayment(t.terms(), payload));
        case ExactTerms.Reading.Refused r -> Optional.empty();
      };
    } catch (JsonException unreadable) {
      return Optional.empty();
    }
  }

  /** Who pays. */
  public Address payer() {
    return authorization().from();
  }

  /** The permission that was signed. */
  public Authorization authorization() {
    return payload.authorization();
  }

  /** The signature over {@link #digest()}. */
  public PaymentSignature signature() {
    return payload.signature();
  }

  /** What was signed. */
  public Bytes32 digest() {
    return authorization().digest(terms.domain());
  }
}
