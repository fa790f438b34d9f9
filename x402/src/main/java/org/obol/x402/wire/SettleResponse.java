package org.obol.x402.wire;

import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;

/**
 * How a settlement went (x402 v2, SettleResponse); it travels in PAYMENT-RESPONSE on success and on
 * failure.
 *
 * @param network CAIP-2, or the short name in version 1
 */
public record SettleResponse(
    Outcome outcome, Optional<String> payer, String network, Json.Obj extensions) {

  /** How it went. */
  public sealed interface Outcome {

    /** The money has moved in {@code transaction}. */
    record Settled(String transaction) implements Outcome {}

    /**
     * It has not moved, as far as the teller knows.
     *
     * @param transaction the one that failed, when one was sent
     */
    record Failed(Reason reason, Optional<String> transaction) implements Outcome {

      /** A failure before anything was sent. */
      public Failed(Reason reason) {
        this(reason, Optional.empty());
      }
    }

    /**
     * Nobody knows yet ({@code settlement_pending}): sent, but not seen in a block, or the teller
     * broke off.
     */
    record Pending(Optional<String> transaction) implements Outcome {}
  }

  /** A response without extensions. */
  public static SettleResponse of(Outcome outcome, Optional<String> payer, String network) {
    return new SettleResponse(outcome, payer, network, Json.object().build());
  }

  /**
   * Reads one; facilitators leave out members that the specification asks for, which is tolerated.
   *
   * @throws JsonException when {@code success} is missing
   */
  public static SettleResponse parse(Json json) {
    Json.Obj object = json.asObject("a settle response");
    boolean success =
        object.bool("success").orElseThrow(() -> new JsonException("field \"success\" is missing"));
    return new SettleResponse(
        success ? settled(object) : failed(object),
        object.text("payer").filter(text -> !text.isEmpty()),
        object.text("network").orElse(""),
        object.object("extensions").orElseGet(() -> Json.object().build()));
  }

  private static Outcome settled(Json.Obj object) {
    return new Outcome.Settled(object.text("transaction").orElse(""));
  }

  private static Outcome failed(Json.Obj object) {
    String code = object.text("errorReason").orElse(Reasons.UNEXPECTED_SETTLE);
    Optional<String> transaction = object.text("transaction").filter(text -> !text.isEmpty());
    return code.equals(Reasons.SETTLEMENT_PENDING)
        ? new Outcome.Pending(transaction)
        : new Outcome.Failed(new Reason(code, object.text("errorMessage")), transaction);
  }

  /** The same response with the network as it is written in {@code network}. */
  public SettleResponse onNetwork(String network) {
    return new SettleResponse(outcome, payer, network, extensions);
  }

  /** The same response for a client of version 1: with the network's short name, if it has one. */
  public SettleResponse forVersion1() {
    return onNetwork(NetworkNames.shortName(network).orElse(network));
  }

  /** The wire form; {@code transaction} is "" when there is none. */
  public Json.Obj json() {
    var out = Json.object();
    String transaction =
        switch (outcome) {
          case Outcome.Settled s -> {
            out.put("success", true);
            yield s.transaction();
          }
          case Outcome.Failed f -> {
            out.put("success", false).put("errorReason", f.reason().code());
            out.putIfPresent("errorMessage", f.reason().messageJson());
            yield f.transaction().orElse("");
          }
          case Outcome.Pending p -> {
            out.put("success", false).put("errorReason", Reasons.SETTLEMENT_PENDING);
            yield p.transaction().orElse("");
          }
        };
    out.put("transaction", transaction).put("network", network);
    out.putIfPresent("payer", payer.map(Json::of));
    if (!extensions.members().isEmpty()) {
      out.put("extensions", extensions);
    }
    return out.build();
  }
}
