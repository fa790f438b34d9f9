package org.obol.x402.extension;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.regex.Pattern;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.x402.wire.PaymentPayload;

/**
 * The extension payment-identifier: a name that the client gives its purchase, so that a repeated
 * request is recognized. The same name with another payment is a conflict (409); none where one is
 * required is a bad request (400).
 */
public final class PaymentIdentifier {

  /** The extension's name. */
  public static final String ID = "payment-identifier";

  private static final String PATTERN = "^[a-zA-Z0-9_-]+$";
  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_-]{16,128}");

  private PaymentIdentifier() {}

  /** What a server puts into {@code extensions} under {@link #ID}. */
  public static Json.Obj declare(boolean required) {
    return Json.object()
        .put("info", Json.object().put("required", required).build())
        .put("schema", schema())
        .build();
  }

  /** Whether {@code id} has the form of an identifier: 16..128 of {@code A-Za-z0-9_-}. */
  public static boolean isValid(String id) {
    return FORM.matcher(id).matches();
  }

  /**
   * The client's extensions: the server's with {@code id} added. Unchanged when the server does not
   * declare this one.
   *
   * @throws IllegalArgumentException when {@code id} has not the form
   */
  public static Json.Obj attach(Json.Obj extensions, String id) {
    if (!isValid(id)) {
      throw new IllegalArgumentException("a payment identifier is 16..128 of A-Za-z0-9_-");
    }
    return extensions
        .object(ID)
        .map(
            block -> {
              Json.Obj info = block.object("info").orElseGet(() -> Json.object().build());
              return with(extensions, ID, with(block, "info", with(info, "id", Json.of(id))));
            })
        .orElse(extensions);
  }

  /**
   * The identifier in a payment, if there is one.
   *
   * @throws JsonException when it has not the form
   */
  public static Optional<String> of(PaymentPayload payment) {
    Optional<String> id =
        payment
            .extensions()
            .object(ID)
            .flatMap(block -> block.object("info"))
            .flatMap(info -> info.text("id"));
    if (id.filter(text -> !isValid(text)).isPresent()) {
      throw new JsonException(
          "extensions.payment-identifier.info.id is not 16..128 of A-Za-z0-9_-");
    }
    return id;
  }

  private static Json.Obj with(Json.Obj object, String key, Json value) {
    var members = new LinkedHashMap<>(object.members());
    members.put(key, value);
    return new Json.Obj(members);
  }

  private static Json.Obj schema() {
    Json.Obj id =
        Json.object()
            .put("type", "string")
            .put("minLength", 16)
            .put("maxLength", 128)
            .put("pattern", PATTERN)
            .build();
    return Schemas.root(
        Json.object().put("required", Schemas.type("boolean")).put("id", id).build(), "required");
  }
}
