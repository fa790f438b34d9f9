package org.obol.node.sale;

import java.time.Instant;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.crypto.JsonReader;
import org.obol.ledger.LedgerException;
import org.obol.x402.gate.PaymentState;
import org.obol.x402.gate.Settlement;
import org.obol.x402.wire.Reason;

/** How the state of a payment is written in the ledger; equal states have equal texts. */
final class StateText {

  private StateText() {}

  /** The first word of the text. */
  static String name(PaymentState state) {
    return switch (state) {
      case PaymentState.Received ignored -> "received";
      case PaymentState.Verified ignored -> "verified";
      case PaymentState.Settling ignored -> "settling";
      case PaymentState.Settled ignored -> "settled";
      case PaymentState.Fulfilled ignored -> "fulfilled";
      case PaymentState.Rejected ignored -> "rejected";
      case PaymentState.Suspended ignored -> "suspended";
    };
  }

  static String of(PaymentState state) {
    JsonObject text = Json.object().put("is", name(state));
    JsonObject whole =
        switch (state) {
          case PaymentState.Received ignored -> text;
          case PaymentState.Verified ignored -> text;
          case PaymentState.Settling s ->
              text.putIfPresent("transaction", s.transaction().map(Json::of))
                  .put("asked", s.asked().toString());
          case PaymentState.Settled s -> put(text, s.settlement());
          case PaymentState.Fulfilled f ->
              put(text, f.settlement()).put("goods", f.goods()).put("permanent", f.permanent());
          case PaymentState.Rejected r ->
              text.put("reason", r.reason().code())
                  .putIfPresent("message", r.reason().message().map(Json::of))
                  .put("permanent", r.permanent());
          case PaymentState.Suspended s -> text.put("goods", s.goods());
        };
    return whole.build().text();
  }

  static PaymentState parse(String text) {
    Json.Obj json = JsonReader.read(text).asObject("the state of a payment");
    String name = json.requireText("is");
    return switch (name) {
      case "received" -> new PaymentState.Received();
      case "verified" -> new PaymentState.Verified();
      case "settling" ->
          new PaymentState.Settling(
              json.text("transaction"), Instant.parse(json.requireText("asked")));
      case "settled" -> new PaymentState.Settled(settlement(json));
      case "fulfilled" ->
          new PaymentState.Fulfilled(
              settlement(json), json.requireText("goods"), json.bool("permanent").orElse(false));
      case "rejected" ->
          new PaymentState.Rejected(
              new Reason(json.requireText("reason"), json.text("message")),
              json.bool("permanent").orElse(false));
      case "suspended" -> new PaymentState.Suspended(json.requireText("goods"));
      default -> throw new LedgerException("unknown payment state \"" + name + "\" in the ledger");
    };
  }

  /** Where the money moved, as far as the state knows. */
  static Optional<Settlement> settlement(PaymentState state) {
    return switch (state) {
      case PaymentState.Settled s -> Optional.of(s.settlement());
      case PaymentState.Fulfilled f -> Optional.of(f.settlement());
      case PaymentState.Received ignored -> Optional.empty();
      case PaymentState.Verified ignored -> Optional.empty();
      case PaymentState.Settling ignored -> Optional.empty();
      case PaymentState.Rejected ignored -> Optional.empty();
      case PaymentState.Suspended ignored -> Optional.empty();
    };
  }

  private static JsonObject put(JsonObject text, Settlement settlement) {
    return text.put("transaction", settlement.transaction()).put("block", settlement.block());
  }

  private static Settlement settlement(Json.Obj json) {
    return new Settlement(json.requireText("transaction"), json.requireInteger("block"));
  }
}
