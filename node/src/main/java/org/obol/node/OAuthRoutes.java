package org.obol.node;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.AccessToken;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.Gate;
import org.obol.http.FormBody;
import org.obol.http.Headers;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;
import org.obol.ledger.Db;
import org.obol.ledger.DeviceCodes.Dialect;
import org.obol.ledger.DeviceCodes.Opened;
import org.obol.ledger.DeviceCodes.Poll;
import org.obol.ledger.Members;

/**
 * Device authorization as RFC 8628 has it, with revocation (RFC 7009), introspection (RFC 7662) and
 * server metadata (RFC 8414), below {@code /oauth}. The scope is {@code dataset:<id>}.
 */
final class OAuthRoutes {

  private static final Headers NO_STORE =
      Headers.of("Cache-Control", "no-store").with("Pragma", "no-cache");
  private static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";
  private static final String SCOPE = "dataset:";

  private static final int LONGEST_CLIENT_ID = 128;

  private final DeviceService service;
  private final Db db;
  private final PublicUrl url;

  OAuthRoutes(DeviceService service, Db db, PublicUrl url) {
    this.service = service;
    this.db = db;
    this.url = url;
  }

  /** An error in the form of RFC 6749 section 5.2. */
  private static final class OAuthError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;

    OAuthError(int status, String code, String description) {
      super(description, null, false, false);
      this.status = status;
      this.code = code;
    }

    HttpReply reply() {
      return HttpReply.json(
          status,
          status == 401 ? NO_STORE.with("WWW-Authenticate", "Bearer") : NO_STORE,
          Json.object()
              .put("error", code)
              .put("error_description", String.valueOf(getMessage()))
              .build());
    }
  }

  /** RFC 8628 section 3.1. */
  HttpReply deviceAuthorization(HttpRequest request, String source) {
    return answering(
        () -> {
          Map<String, String> form = form(request);
          String clientId = clientId(form);
          DatasetId dataset = service.dataset(scopedDataset(form));
          Opened opened = service.open(dataset, Dialect.OAUTH, clientId, clientId, source);
          return HttpReply.json(200, NO_STORE, ReferenceDeviceRoutes.grant(opened, url));
        });
  }

  /** RFC 8628 section 3.4 and 3.5. */
  HttpReply token(HttpRequest request, String source) {
    return answering(
        () -> {
          Map<String, String> form = form(request);
          if (!required(form, "grant_type").equals(GRANT_TYPE)) {
            throw new OAuthError(400, "unsupported_grant_type", "only " + GRANT_TYPE);
          }
          String deviceCode = required(form, "device_code");
          String clientId = clientId(form);
          return switch (service.poll(deviceCode, Dialect.OAUTH, clientId, source)) {
            case Poll.Pending() ->
                throw new OAuthError(400, "authorization_pending", "nobody has decided yet");
            case Poll.SlowDown(int seconds) ->
                throw new OAuthError(
                    400, "slow_down", "wait " + seconds + " seconds between polls");
            case Poll.Denied() ->
                throw new OAuthError(400, "access_denied", "the owner has declined");
            case Poll.Expired() ->
                throw new OAuthError(400, "expired_token", "the device code has expired");
            case Poll.Unknown() ->
                throw new OAuthError(400, "invalid_grant", "unknown or used device code");
            case Poll.Granted(var token, var entitlement) ->
                HttpReply.json(
                    200,
                    NO_STORE,
                    Json.object()
                        .put("access_token", token.reveal())
                        .put("token_type", "Bearer")
                        .put("scope", SCOPE + entitlement.dataset())
                        .put("entitlement", entitlement.id())
                        .build());
          };
        });
  }

  /** RFC 7009 section 2: the holder of a token can end it; an unknown one is no error. */
  HttpReply revoke(HttpRequest request) {
    return answering(
        () -> {
          Sha256 hash = AccessToken.hash(required(form(request), "token"));
          db.write(
              tx -> {
                new Members(tx).forget(hash);
                return true;
              });
          return HttpReply.empty(200, NO_STORE);
        });
  }

  /** RFC 7662 section 2: the caller must hold a token too, and sees tokens of its own dataset. */
  HttpReply introspect(HttpRequest request, Caller caller) {
    return answering(
        () -> {
          Optional<DatasetId> scope =
              switch (caller) {
                case Caller.Owner() -> Optional.empty();
                case Caller.Holder(var holder)
                    when Gate.isMember(Optional.of(holder), holder.dataset()) ->
                    Optional.of(holder.dataset());
                default ->
                    throw new OAuthError(401, "invalid_client", "a member token is required");
              };
          Sha256 hash = AccessToken.hash(required(form(request), "token"));
          Json answer =
              db.read(tx -> new Members(tx).holder(hash))
                  .filter(e -> Gate.isMember(Optional.of(e), e.dataset()))
                  .filter(e -> scope.map(e.dataset()::equals).orElse(true))
                  .map(OAuthRoutes::active)
                  .orElseGet(() -> Json.object().put("active", false).build());
          return HttpReply.json(200, NO_STORE, answer);
        });
  }

  /** RFC 8414 section 3.2. */
  HttpReply metadata(List<DatasetId> published) {
    return HttpReply.json(
        200,
        Json.object()
            .put("issuer", url.text())
            .put("device_authorization_endpoint", url.resolve("/oauth/device_authorization"))
            .put("token_endpoint", url.resolve("/oauth/token"))
            .put("revocation_endpoint", url.resolve("/oauth/revoke"))
            .put("introspection_endpoint", url.resolve("/oauth/introspect"))
            .put("response_types_supported", List.of())
            .put("grant_types_supported", List.of(Json.of(GRANT_TYPE)))
            .put("token_endpoint_auth_methods_supported", List.of(Json.of("none")))
            .put("scopes_supported", published.stream().map(id -> Json.of(SCOPE + id)).toList())
            .build());
  }

  private static Json active(Entitlement entitlement) {
    var out =
        Json.object()
            .put("active", true)
            .put("scope", SCOPE + entitlement.dataset())
            .put("token_type", "Bearer")
            .put("sub", entitlement.id())
            .put("iat", entitlement.created().getEpochSecond())
            .put("dataset", entitlement.dataset().text());
    if (!entitlement.versions().follows()) {
      out.put("maxVersion", entitlement.versions().to());
    }
    return out.build();
  }

  private interface Answer {
    HttpReply get();
  }

  /** Refusals that both dialects share are put into the form of RFC 6749. */
  private static HttpReply answering(Answer answer) {
    try {
      return answer.get();
    } catch (OAuthError e) {
      return e.reply();
    } catch (Refusal e) {
      if (e.status() == 429) {
        throw e;
      }
      String code = e.status() == 404 ? "invalid_scope" : "invalid_request";
      return new OAuthError(400, code, String.valueOf(e.getMessage())).reply();
    }
  }

  private static Optional<String> scopedDataset(Map<String, String> form) {
    return Optional.ofNullable(form.get("scope"))
        .flatMap(
            scope ->
                Arrays.stream(scope.split(" "))
                    .filter(s -> s.startsWith(SCOPE))
                    .map(s -> s.substring(SCOPE.length()))
                    .findFirst());
  }

  /** The parameters of a form; none may come twice (RFC 6749 section 3.2). */
  private static Map<String, String> form(HttpRequest request) {
    boolean isForm =
        request
            .header("Content-Type")
            .filter(type -> type.toLowerCase(java.util.Locale.ROOT).startsWith(FormBody.TYPE))
            .isPresent();
    if (!isForm) {
      throw new OAuthError(400, "invalid_request", "the body must be " + FormBody.TYPE);
    }
    Map<String, List<String>> all =
        FormBody.read(new String(request.body(), StandardCharsets.UTF_8))
            .orElseThrow(() -> new OAuthError(400, "invalid_request", "the form cannot be read"));
    if (all.values().stream().anyMatch(values -> values.size() > 1)) {
      throw new OAuthError(400, "invalid_request", "a parameter is there twice");
    }
    return all.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().getFirst()));
  }

  /** It is kept with the code, so it must not be long. */
  private static String clientId(Map<String, String> form) {
    String id = required(form, "client_id");
    if (id.length() > LONGEST_CLIENT_ID) {
      throw new OAuthError(
          400, "invalid_request", "client_id has more than " + LONGEST_CLIENT_ID + " characters");
    }
    return id;
  }

  private static String required(Map<String, String> form, String name) {
    return Optional.ofNullable(form.get(name))
        .filter(v -> !v.isEmpty())
        .orElseThrow(() -> new OAuthError(400, "invalid_request", name + " is required"));
  }
}
