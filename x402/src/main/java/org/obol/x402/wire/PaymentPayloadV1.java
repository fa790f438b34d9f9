package org.obol.x402.wire;

import org.obol.crypto.Json;

/**
 * What a client of version 1 pays with. It does not echo what it accepted: the server finds that by
 * scheme and network. A view on the JSON as it came.
 */
public record PaymentPayloadV1(Json.Obj json) {

  /**
   * Checks that every required member is there with the right type.
   *
   * @throws org.obol.crypto.JsonException naming the member that is missing or wrong
   */
  public PaymentPayloadV1 {
    Members.version(json, 1);
    json.requireText("scheme");
    json.requireText("network");
    Members.object(json, "payload");
  }

  /** How it pays, for instance {@code exact}. */
  public String scheme() {
    return json.requireText("scheme");
  }

  /** On which network, by its short name; see {@link NetworkNames}. */
  public String network() {
    return json.requireText("network");
  }

  /** The scheme's own object. */
  public Json.Obj payload() {
    return Members.object(json, "payload");
  }

  /** The same payment in version 2, as one that accepted {@code requirements}. */
  public PaymentPayload toV2(PaymentRequirements requirements) {
    return new PaymentPayload(
        Json.object()
            .put("x402Version", 2)
            .put("payload", payload())
            .put("accepted", requirements.json())
            .build());
  }
}
