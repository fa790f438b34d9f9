package org.obol.x402.extension;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;

/**
 * The extension offer-receipt: signed offers in a challenge, a signed receipt in the settle
 * response. Only the format eip712 is read; offers in others are passed over.
 */
public final class OfferReceipt {

  /** The extension's name. */
  public static final String ID = "offer-receipt";

  static final String FORMAT = "eip712";

  private OfferReceipt() {}

  /** What a server puts into {@code extensions} of a challenge under {@link #ID}. */
  public static Json.Obj offers(List<SignedOffer> offers) {
    return Json.object()
        .put(
            "info",
            Json.object().put("offers", offers.stream().map(SignedOffer::json).toList()).build())
        .put("schema", offersSchema())
        .build();
  }

  /** What a server puts into {@code extensions} of a settle response under {@link #ID}. */
  public static Json.Obj receipt(SignedReceipt receipt) {
    return Json.object()
        .put("info", Json.object().put("receipt", receipt.json()).build())
        .put("schema", receiptSchema())
        .build();
  }

  /**
   * The signed offers in {@code extensions} of a challenge.
   *
   * @throws JsonException when one of format eip712 is malformed
   */
  public static List<SignedOffer> offersIn(Json.Obj extensions) {
    return info(extensions).flatMap(info -> info.list("offers")).orElse(List.of()).stream()
        .map(item -> item.asObject("an entry of \"offers\""))
        .filter(offer -> offer.text("format").equals(Optional.of(FORMAT)))
        .map(SignedOffer::parse)
        .toList();
  }

  /**
   * The signed receipt in {@code extensions} of a settle response, if there is one.
   *
   * @throws JsonException when it is of format eip712 and malformed
   */
  public static Optional<SignedReceipt> receiptIn(Json.Obj extensions) {
    return info(extensions)
        .flatMap(info -> info.object("receipt"))
        .filter(receipt -> receipt.text("format").equals(Optional.of(FORMAT)))
        .map(SignedReceipt::parse);
  }

  static void requireEip712(Json.Obj json) {
    if (!json.requireText("format").equals(FORMAT)) {
      throw new JsonException("field \"format\" is not eip712");
    }
  }

  static Json.Obj payload(Json.Obj json) {
    return json.object("payload")
        .orElseThrow(() -> new JsonException("field \"payload\" is missing"));
  }

  static void requireVersion(Json.Obj payload) {
    if (payload.requireInteger("version") != 1) {
      throw new JsonException("field \"version\" is not 1");
    }
  }

  /** Seconds since 1970; 0 when absent. */
  static long time(Json.Obj payload, String key) {
    long time = payload.integer(key).orElse(0L);
    if (time < 0) {
      throw new JsonException("field \"" + key + "\" is negative");
    }
    return time;
  }

  private static Optional<Json.Obj> info(Json.Obj extensions) {
    return extensions.object(ID).flatMap(block -> block.object("info"));
  }

  private static Json.Obj offersSchema() {
    var fields = Schemas.types(Json.object(), "integer", "version");
    Schemas.types(fields, "string", "resourceUrl", "scheme", "network", "asset", "payTo", "amount");
    Schemas.types(fields, "integer", "validUntil");
    Json.Obj payload =
        Schemas.object(
            fields.build(),
            "version",
            "resourceUrl",
            "scheme",
            "network",
            "asset",
            "payTo",
            "amount");
    Json.Obj offer =
        Schemas.object(
            Json.object()
                .put("format", Schemas.type("string"))
                .put("acceptIndex", Schemas.type("integer"))
                .put("payload", payload)
                .put("signature", Schemas.type("string"))
                .build(),
            "format",
            "signature");
    Json.Obj offers = Json.object().put("type", "array").put("items", offer).build();
    return Schemas.root(Json.object().put("offers", offers).build(), "offers");
  }

  private static Json.Obj receiptSchema() {
    var fields = Schemas.types(Json.object(), "integer", "version");
    Schemas.types(fields, "string", "network", "resourceUrl", "payer");
    Schemas.types(fields, "integer", "issuedAt");
    Schemas.types(fields, "string", "transaction");
    Json.Obj payload =
        Schemas.object(fields.build(), "version", "network", "resourceUrl", "payer", "issuedAt");
    Json.Obj receipt =
        Schemas.object(
            Json.object()
                .put("format", Schemas.type("string"))
                .put("payload", payload)
                .put("signature", Schemas.type("string"))
                .build(),
            "format",
            "signature");
    return Schemas.root(Json.object().put("receipt", receipt).build(), "receipt");
  }
}
