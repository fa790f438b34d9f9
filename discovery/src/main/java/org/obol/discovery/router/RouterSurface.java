package org.obol.discovery.router;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.crypto.ObolException;
import org.obol.discovery.catalog.Catalog;
import org.obol.http.ArtifactResponder;
import org.obol.http.ConditionalReply;
import org.obol.http.Headers;
import org.obol.http.HttpHandler;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;
import org.obol.http.TransferListener;

/** The routes of a router; everything may be read by everybody, from any page. */
final class RouterSurface implements HttpHandler {

  private static final Headers COMMON =
      Headers.of("Access-Control-Allow-Origin", "*")
          .with("Access-Control-Expose-Headers", "ETag, Link")
          .with("X-Content-Type-Options", "nosniff");
  private static final Headers NO_STORE = COMMON.with("Cache-Control", "no-store");

  private static final int BAZAAR_LIMIT = 20;
  private static final int BAZAAR_MAX = 100;

  private final Supplier<Router.Status> status;
  private final Supplier<Optional<String>> membersFault;
  private final InstantSource clock;

  RouterSurface(
      Supplier<Router.Status> status,
      Supplier<Optional<String>> membersFault,
      InstantSource clock) {
    this.status = status;
    this.membersFault = membersFault;
    this.clock = clock;
  }

  @Override
  public HttpReply handle(HttpRequest request) {
    if (request.method().equals("OPTIONS")) {
      return HttpReply.empty(
          204,
          COMMON
              .with("Access-Control-Allow-Methods", "GET, HEAD")
              .with("Access-Control-Allow-Headers", "If-None-Match")
              .with("Access-Control-Max-Age", "86400"));
    }
    if (!request.method().equals("GET") && !request.isHead()) {
      return HttpReply.error(
          405, NO_STORE.with("Allow", "GET, HEAD"), "method_not_allowed", "use GET or HEAD");
    }
    Router.Status now = status.get();
    return switch (request.path()) {
      case "/healthz" -> health(now);
      case "/members" -> HttpReply.json(200, NO_STORE, members(now));
      case Catalog.PATH -> ready(now, snapshot -> catalog(snapshot, now, request));
      case "/discovery/resources" -> ready(now, snapshot -> bazaar(snapshot, now, request));
      default -> HttpReply.error(404, NO_STORE, "not_found", "no such route");
    };
  }

  private interface Answering {
    HttpReply answer(Snapshot snapshot);
  }

  private static HttpReply ready(Router.Status now, Answering route) {
    if (now.snapshot().isEmpty()) {
      return notReady();
    }
    try {
      return route.answer(now.snapshot().get());
    } catch (ObolException e) {
      return HttpReply.error(400, NO_STORE, "invalid_request", String.valueOf(e.getMessage()));
    }
  }

  private static HttpReply notReady() {
    return HttpReply.error(
        503, NO_STORE.with("Retry-After", "1"), "starting", "the members are asked just now");
  }

  private static HttpReply health(Router.Status now) {
    return now.snapshot().isEmpty()
        ? notReady()
        : HttpReply.json(200, NO_STORE, Json.object().put("status", "ok").build());
  }

  private Json.Obj members(Router.Status now) {
    JsonObject out = Json.object();
    Optional<Snapshot> snapshot = now.snapshot();
    out.put("entries", snapshot.map(s -> s.listings().size()).orElse(0));
    out.put(
        "members",
        now.members().stream()
            .map(
                view ->
                    view.toJson(
                        snapshot
                            .map(s -> s.overTotal().getOrDefault(view.member().name(), 0L))
                            .orElse(0L)))
            .toList());
    return out.putIfPresent("membersFile", membersFault.get().map(Json::of)).build();
  }

  private HttpReply catalog(Snapshot snapshot, Router.Status now, HttpRequest request) {
    boolean array = isArray(request);
    if (Query.isAsked(request.query())) {
      return found(snapshot, now, request, array);
    }
    Documents.Document document =
        array ? snapshot.documents().array() : snapshot.documents().envelope();
    boolean packed = acceptsGzip(request);
    Documents.Encoded encoded = packed ? document.gzip() : document.plain();
    Headers headers = json(now).with("Vary", "Accept-Encoding");
    return new ArtifactResponder(
            encoded.file(),
            encoded.size(),
            encoded.etag(),
            packed ? headers.with("Content-Encoding", "gzip") : headers)
        .answer(request, TransferListener.NONE);
  }

  private HttpReply found(
      Snapshot snapshot, Router.Status now, HttpRequest request, boolean array) {
    Query query = Query.of(request.query());
    CatalogIndex.Found found = snapshot.index().search(query);
    List<Json.Obj> rows = found.listings().stream().map(Listing::toJson).toList();
    Headers headers = json(now);
    if (found.page() < found.pages()) {
      String next = query.onPage(query.page() + 1).parameters() + (array ? "&format=array" : "");
      headers = headers.with("Link", "<" + Catalog.PATH + "?" + next + ">; rel=\"next\"");
    }
    Json body = array ? Json.of(rows) : envelope(found, rows);
    return ConditionalReply.of(request, headers, body.utf8());
  }

  private static Json.Obj envelope(CatalogIndex.Found found, List<Json.Obj> rows) {
    JsonObject out = Json.object();
    Documents.head().members().forEach(out::put);
    return out.put("services", rows)
        .put("x-groups", Group.of(found.listings()).stream().map(Group::toJson).toList())
        .put(
            "x-page",
            Json.object()
                .put("page", found.page())
                .put("pages", found.pages())
                .put("pageSize", found.pageSize())
                .put("total", found.total())
                .build())
        .build();
  }

  private HttpReply bazaar(Snapshot snapshot, Router.Status now, HttpRequest request) {
    int limit = number(request, "limit", BAZAAR_LIMIT);
    int offset = number(request, "offset", 0);
    if (limit < 1 || limit > BAZAAR_MAX) {
      throw usage("limit is 1 to " + BAZAAR_MAX);
    }
    Json.Obj page = snapshot.bazaar().page(request.param("type"), limit, offset);
    return ConditionalReply.of(request, json(now), page.utf8());
  }

  /** Fresh until the next sweep may change it, and to be asked for again after that. */
  private Headers json(Router.Status now) {
    Instant at = clock.instant();
    long seconds = Math.max(0, Duration.between(at, now.nextSweep()).toSeconds());
    return COMMON
        .with("Content-Type", "application/json")
        .with("Cache-Control", "public, max-age=" + seconds + ", must-revalidate");
  }

  private static boolean isArray(HttpRequest request) {
    return switch (request.param("format").orElse("envelope")) {
      case "array" -> true;
      case "envelope" -> false;
      default -> throw usage("format is envelope or array");
    };
  }

  /** RFC 9110 section 12.5.3, as far as to tell whether gzip is named and not refused. */
  private static boolean acceptsGzip(HttpRequest request) {
    return request.headers("Accept-Encoding").stream()
        .flatMap(list -> Arrays.stream(list.split(",")))
        .map(coding -> coding.replaceAll("\\s", ""))
        .anyMatch(coding -> coding.matches("(?i)(x-)?gzip(;q=(1(\\.0*)?|0\\.0*[1-9][0-9]*))?"));
  }

  private static int number(HttpRequest request, String name, int otherwise) {
    Optional<String> text = request.param(name);
    if (text.filter(t -> !t.matches("[0-9]{1,9}")).isPresent()) {
      throw usage(name + " is not a number");
    }
    return text.map(Integer::parseInt).orElse(otherwise);
  }

  private static ObolException usage(String message) {
    return new ObolException(ObolException.Exit.USAGE, message);
  }
}
