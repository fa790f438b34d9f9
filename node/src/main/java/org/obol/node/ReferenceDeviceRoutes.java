package org.obol.node;

import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonObject;
import org.obol.crypto.JsonReader;
import org.obol.dataset.DatasetId;
import org.obol.http.Headers;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;
import org.obol.ledger.DeviceCodes;
import org.obol.ledger.DeviceCodes.Dialect;
import org.obol.ledger.DeviceCodes.Opened;
import org.obol.ledger.DeviceCodes.Poll;

/** Device authorization in the JSON dialect of the reference, below {@code /auth/device}. */
final class ReferenceDeviceRoutes {

  private static final Headers NO_STORE = Headers.of("Cache-Control", "no-store");
  private static final int MAX_BODY = 16 << 10;

  private final DeviceService service;
  private final PublicUrl url;

  ReferenceDeviceRoutes(DeviceService service, PublicUrl url) {
    this.service = service;
    this.url = url;
  }

  HttpReply code(HttpRequest request, String source) {
    // The reference takes any body here, also none at all.
    Json.Obj body = objectOrEmpty(request);
    DatasetId dataset = service.dataset(textOrEmpty(body, "dataset"));
    String label = textOrEmpty(body, "worker").orElse("");
    Opened opened = service.open(dataset, Dialect.REFERENCE, "", label, source);
    return HttpReply.json(200, NO_STORE, grant(opened, url));
  }

  HttpReply token(HttpRequest request, String source) {
    String deviceCode =
        textOrEmpty(objectOrEmpty(request), "device_code")
            .filter(c -> !c.isEmpty())
            .orElseThrow(() -> new Refusal(400, "invalid_request", "device_code required"));
    return switch (service.poll(deviceCode, Dialect.REFERENCE, "", source)) {
      case Poll.Pending() -> pending();
      case Poll.SlowDown(int ignored) -> pending();
      case Poll.Granted(var token, var entitlement) ->
          HttpReply.json(
              200,
              NO_STORE,
              Json.object()
                  .put("status", "authorized")
                  .put("token", token.reveal())
                  .put("group_id", entitlement.dataset().text())
                  .put("entitlement", entitlement.id())
                  .put("versions", entitlement.versions().toString())
                  .build());
      case Poll.Denied() -> throw new Refusal(403, "access_denied", "the owner has declined");
      case Poll.Expired() -> throw new Refusal(410, "expired_token", "device code expired");
      case Poll.Unknown() -> throw new Refusal(404, "invalid_grant", "device code not found");
    };
  }

  /** The members of a grant that both dialects share, with the additive verification addresses. */
  static Json grant(Opened opened, PublicUrl url) {
    String page = url.resolve("/device");
    return Json.object()
        .put("device_code", opened.deviceCode())
        .put("user_code", opened.userCode().text())
        .put("verification_uri", page)
        .put("verification_uri_complete", page + "?user_code=" + opened.userCode())
        .put("expires_in", DeviceCodes.LIFETIME.toSeconds())
        .put("interval", DeviceCodes.INTERVAL_SECONDS)
        .build();
  }

  /** A pending code is status 200 here; a client that polls too often is told nothing new. */
  private static HttpReply pending() {
    JsonObject answer = Json.object().put("status", "authorization_pending");
    return HttpReply.json(200, NO_STORE, answer.build());
  }

  static Json.Obj objectOrEmpty(HttpRequest request) {
    try {
      return JsonReader.read(request.body(), MAX_BODY).asObject("the body");
    } catch (JsonException e) {
      // As in the reference an unreadable body counts as one that says nothing.
      return Json.object().build();
    }
  }

  static Optional<String> textOrEmpty(Json.Obj body, String key) {
    return body.get(key).filter(Json.Str.class::isInstance).map(v -> v.asText(key));
  }
}
