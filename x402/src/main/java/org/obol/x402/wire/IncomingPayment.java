package org.obol.x402.wire;

import java.util.Optional;
import java.util.function.Function;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;

/**
 * The payment in the headers of a request, whichever header and version it came in. The version in
 * the object decides, not the header's name: clients mix them.
 */
public sealed interface IncomingPayment {

  /** There is no payment. */
  record None() implements IncomingPayment {}

  /** A payment of version 2. */
  record V2(PaymentPayload payload) implements IncomingPayment {}

  /** A payment of version 1. */
  record V1(PaymentPayloadV1 payload) implements IncomingPayment {}

  /** Something that cannot be read; {@code reason} says what is wrong. */
  record Malformed(Reason reason) implements IncomingPayment {}

  /**
   * Reads PAYMENT-SIGNATURE or else X-PAYMENT.
   *
   * @param header the first value of the header of that name, in any case
   */
  static IncomingPayment read(Function<String, Optional<String>> header) {
    return header
        .apply(PaymentHeaders.PAYMENT_SIGNATURE)
        .or(() -> header.apply(PaymentHeaders.X_PAYMENT))
        .map(IncomingPayment::decode)
        .orElseGet(None::new);
  }

  /** Reads the value of either header. */
  static IncomingPayment decode(String value) {
    try {
      return of(PaymentHeaders.decode(value));
    } catch (JsonException e) {
      return malformed(e);
    }
  }

  /** Reads the object that a header or a facilitator's request carries. */
  static IncomingPayment of(Json.Obj json) {
    try {
      long version = json.requireInteger("x402Version");
      if (version == 2) {
        return new V2(new PaymentPayload(json));
      }
      return version == 1
          ? new V1(new PaymentPayloadV1(json))
          : new Malformed(Reason.of(Reasons.INVALID_VERSION, "x402Version must be 1 or 2"));
    } catch (JsonException e) {
      return malformed(e);
    }
  }

  private static IncomingPayment malformed(JsonException e) {
    return new Malformed(new Reason(Reasons.INVALID_PAYLOAD, Optional.ofNullable(e.getMessage())));
  }
}
