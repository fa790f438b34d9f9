package org.obol.cli.facilitator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.http.Headers;
import org.obol.http.HttpHandler;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;
import org.obol.x402.facilitator.FacilitatorApi;

/** The facilitator's routes, and who may use them. */
final class FacilitatorHandler implements HttpHandler {

  private final FacilitatorApi api;
  private final Optional<byte[]> expected;

  /**
   * The routes of {@code api}.
   *
   * @param token what a client must show, when not everybody who reaches it may spend its gas
   */
  FacilitatorHandler(FacilitatorApi api, Optional<String> token) {
    this.api = api;
    this.expected = token.map(t -> ("Bearer " + t).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public HttpReply handle(HttpRequest request) {
    if (request.path().equals("/healthz") && request.method().equals("GET")) {
      return HttpReply.json(200, Json.object().put("status", "ok").build());
    }
    if (!mayAsk(request)) {
      return HttpReply.error(
          401,
          Headers.of("WWW-Authenticate", "Bearer"),
          "unauthorized",
          "this facilitator serves those who have its token");
    }
    FacilitatorApi.Answer answer = api.handle(request.method(), request.path(), request.body());
    return HttpReply.json(answer.status(), Headers.of("Cache-Control", "no-store"), answer.body());
  }

  private boolean mayAsk(HttpRequest request) {
    String shown = request.header("Authorization").orElse("");
    return expected
        .map(wanted -> MessageDigest.isEqual(wanted, shown.getBytes(StandardCharsets.UTF_8)))
        .orElse(true);
  }
}
