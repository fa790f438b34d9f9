package org.obol.x402.wire;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;

/**
 * The challenge of version 1; it is the body of the 402 answer.
 *
 * @param error what was wrong with the payment
 * @param accepts the ways to pay, at least one
 * @param payer who paid, when a payment was refused
 */
public record PaymentRequiredV1(
    Optional<String> error, List<PaymentRequirementsV1> accepts, Optional<String> payer) {

  /**
   * Checks that there is something to accept.
   *
   * @throws JsonException when there is not
   */
  public PaymentRequiredV1 {
    accepts = List.copyOf(accepts);
    if (accepts.isEmpty()) {
      throw new JsonException("a challenge without a way to pay");
    }
  }

  /**
   * The same challenge for clients of version 1; empty when none of its networks has a name there.
   */
  public static Optional<PaymentRequiredV1> of(PaymentRequired challenge) {
    List<PaymentRequirementsV1> accepts =
        challenge.accepts().stream()
            .filter(offer -> NetworkNames.shortName(offer.network()).isPresent())
            .map(offer -> PaymentRequirementsV1.of(offer, challenge.resource()))
            .toList();
    return accepts.isEmpty()
        ? Optional.empty()
        : Optional.of(new PaymentRequiredV1(challenge.error(), accepts, Optional.empty()));
  }

  /**
   * Reads a challenge.
   *
   * @throws JsonException naming the member that is missing or wrong
   */
  public static PaymentRequiredV1 parse(Json json) {
    Json.Obj object = json.asObject("a payment challenge");
    Members.version(object, 1);
    List<PaymentRequirementsV1> accepts =
        Members.list(object, "accepts").stream()
            .map(item -> new PaymentRequirementsV1(item.asObject("an entry of \"accepts\"")))
            .toList();
    return new PaymentRequiredV1(object.text("error"), accepts, object.text("payer"));
  }

  /** The wire form, absent members left out. */
  public Json.Obj json() {
    return Json.object()
        .put("x402Version", 1)
        .putIfPresent("error", error.map(Json::of))
        .put("accepts", accepts.stream().map(PaymentRequirementsV1::json).toList())
        .putIfPresent("payer", payer.map(Json::of))
        .build();
  }
}
