package org.obol.x402.wire;

import org.obol.crypto.Json;
import org.obol.crypto.JsonException;

/**
 * What a client pays with (x402 v2, PaymentPayload): the requirements it accepted, echoed, and the
 * scheme's own proof. A view on the JSON as it came.
 */
public record PaymentPayload(Json.Obj json) {

  /**
   * Checks that every required member is there with the right type.
   *
   * @throws JsonException naming the member that is missing or wrong
   */
  public PaymentPayload {
    Members.version(json, 2);
    new PaymentRequirements(required(json, "accepted"));
    required(json, "payload");
    json.object("resource");
    json.object("extensions");
  }

  /** The requirements the client chose. */
  public PaymentRequirements accepted() {
    return new PaymentRequirements(required(json, "accepted"));
  }

  /** The scheme's own object. */
  public Json.Obj payload() {
    return required(json, "payload");
  }

  /** What the client says in extensions; empty when there are none. */
  public Json.Obj extensions() {
    return json.object("extensions").orElseGet(() -> Json.object().build());
  }

  private static Json.Obj required(Json.Obj json, String key) {
    return json.get(key)
        .orElseThrow(() -> new JsonException("field \"" + key + "\" is missing"))
        .asObject("field \"" + key + "\"");
  }
}
