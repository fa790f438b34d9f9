package org.obol.x402.wire;

import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;

/** What a facilitator thinks of a payment (x402 v2, VerifyResponse). */
public sealed interface VerifyResponse {

  /** It would settle now. */
  record Valid(Optional<String> payer) implements VerifyResponse {}

  /** It would not. */
  record Invalid(Reason reason, Optional<String> payer) implements VerifyResponse {}

  /**
   * Reads one; facilitators leave out members that the specification asks for, which is tolerated.
   *
   * @throws JsonException when {@code isValid} is missing
   */
  static VerifyResponse parse(Json json) {
    Json.Obj object = json.asObject("a verify response");
    boolean valid =
        object.bool("isValid").orElseThrow(() -> new JsonException("field \"isValid\" is missing"));
    Optional<String> payer = object.text("payer").filter(text -> !text.isEmpty());
    if (valid) {
      return new Valid(payer);
    }
    return new Invalid(
        new Reason(
            object.text("invalidReason").orElse(Reasons.UNEXPECTED_VERIFY),
            object.text("invalidMessage")),
        payer);
  }

  /** The wire form. */
  default Json.Obj json() {
    return switch (this) {
      case Valid v ->
          Json.object().put("isValid", true).putIfPresent("payer", v.payer().map(Json::of)).build();
      case Invalid i ->
          Json.object()
              .put("isValid", false)
              .put("invalidReason", i.reason().code())
              .putIfPresent("invalidMessage", i.reason().messageJson())
              .putIfPresent("payer", i.payer().map(Json::of))
              .build();
    };
  }
}
