package org.obol.x402.wire;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;

/**
 * The challenge of a 402 answer (x402 v2, PaymentRequired).
 *
 * @param error what was wrong with the payment, a reason string or a sentence
 * @param accepts the ways to pay, at least one
 * @param extensions by name, each {@code {info, schema}}
 */
public record PaymentRequired(
    Optional<String> error,
    ResourceInfo resource,
    List<PaymentRequirements> accepts,
    Json.Obj extensions) {

  /**
   * Checks that there is something to accept.
   *
   * @throws JsonException when there is not
   */
  public PaymentRequired {
    accepts = List.copyOf(accepts);
    if (accepts.isEmpty()) {
      throw new JsonException("a challenge without a way to pay");
    }
  }

  /**
   * Reads a challenge.
   *
   * @throws JsonException naming the member that is missing or wrong
   */
  public static PaymentRequired parse(Json json) {
    Json.Obj object = json.asObject("a payment challenge");
    Members.version(object, 2);
    List<PaymentRequirements> accepts =
        Members.list(object, "accepts").stream()
            .map(item -> new PaymentRequirements(item.asObject("an entry of \"accepts\"")))
            .toList();
    return new PaymentRequired(
        object.text("error"),
        ResourceInfo.parse(Members.object(object, "resource")),
        accepts,
        object.object("extensions").orElseGet(() -> Json.object().build()));
  }

  /** The wire form, absent members left out. */
  public Json.Obj json() {
    var out = Json.object().put("x402Version", 2);
    error.ifPresent(text -> out.put("error", text));
    out.put("resource", resource.json());
    out.put("accepts", accepts.stream().map(PaymentRequirements::json).toList());
    if (!extensions.members().isEmpty()) {
      out.put("extensions", extensions);
    }
    return out.build();
  }
}
