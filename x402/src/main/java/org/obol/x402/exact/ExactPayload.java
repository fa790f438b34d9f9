package org.obol.x402.exact;

import org.obol.crypto.Json;
import org.obol.crypto.JsonException;

/** The scheme's own object in a payment (x402 v2, exact on EVM, EIP-3009). */
public record ExactPayload(Authorization authorization, PaymentSignature signature) {

  /**
   * Reads the wire form.
   *
   * @throws JsonException naming the member that is missing or wrong
   */
  public static ExactPayload parse(Json.Obj payload) {
    Json.Obj authorization =
        payload
            .object("authorization")
            .orElseThrow(() -> new JsonException("field \"authorization\" is missing"));
    return new ExactPayload(Authorization.parse(authorization), PaymentSignature.parse(payload));
  }

  /** The wire form. */
  public Json.Obj json() {
    return Json.object()
        .put("authorization", authorization.json())
        .put("signature", signature.toString())
        .build();
  }
}
