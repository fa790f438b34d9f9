package org.obol.x402.wire;

import java.util.Optional;
import org.obol.crypto.Json;

/**
 * What a client pays with (x402 v2, PaymentPayload): the requirements it accepted, echoed, and the
 * scheme's own proof. A view on the JSON as it came.
 */
public record PaymentPayload(Json.Obj json) {

  /**
   * Checks that every required member is there with the right type.
   *
   * @throws org.obol.crypto.JsonException naming the member that is missing or wrong
   */
  public PaymentPayload {
    Members.version(json, 2);
    new PaymentRequirements(Members.object(json, "accepted"));
    Members.object(json, "payload");
    json.object("resource").ifPresent(ResourceInfo::parse);
    json.object("extensions");
  }

  /** The requirements the client chose. */
  public PaymentRequirements accepted() {
    return new PaymentRequirements(Members.object(json, "accepted"));
  }

  /** The scheme's own object. */
  public Json.Obj payload() {
    return Members.object(json, "payload");
  }

  /** What the client says it pays for. */
  public Optional<ResourceInfo> resource() {
    return json.object("resource").map(ResourceInfo::parse);
  }

  /** What the client says in extensions; empty when there are none. */
  public Json.Obj extensions() {
    return json.object("extensions").orElseGet(() -> Json.object().build());
  }
}
