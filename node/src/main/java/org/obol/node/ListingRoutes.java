package org.obol.node;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.obol.crypto.Json;
import org.obol.dataset.manifest.Manifest;
import org.obol.discovery.catalog.Catalog;
import org.obol.discovery.router.BazaarFeed;
import org.obol.discovery.router.Listing;
import org.obol.http.ConditionalReply;
import org.obol.http.Headers;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;
import org.obol.ledger.Dataset;
import org.obol.ledger.StoredVersion;
import org.obol.node.listing.Croissant;
import org.obol.node.listing.DatasetPage;
import org.obol.node.listing.Listed;
import org.obol.node.listing.LlmsText;
import org.obol.node.listing.OpenApi;
import org.obol.node.listing.Site;
import org.obol.node.listing.SkillText;
import org.obol.node.listing.Storefront;

/** The documents in which a node lists what it offers; any page may read them. */
final class ListingRoutes {

  private static final Headers COMMON =
      Headers.of("Access-Control-Allow-Origin", "*")
          .with("Access-Control-Expose-Headers", "ETag")
          .with("X-Content-Type-Options", "nosniff");

  /** A price may change at any time, so that a copy is asked about before it is used. */
  private static final Headers FRESH = COMMON.with("Cache-Control", "public, no-cache");

  private static final Headers MEMBERS =
      Headers.of("Cache-Control", "private, no-store").with("X-Content-Type-Options", "nosniff");

  private static final String LD = "application/ld+json";
  private static final Headers NEGOTIATED = FRESH.with("Vary", "Accept");

  private static final Headers PAGE =
      NEGOTIATED
          .with("Content-Type", "text/html; charset=utf-8")
          .with("Content-Security-Policy", DatasetPage.POLICY)
          .with("Referrer-Policy", "no-referrer");

  private static final int BAZAAR_LIMIT = 20;
  private static final int BAZAAR_MAX = 100;

  private final Shelf shelf;
  private final FirstRows rows;
  private final PublicUrl url;
  private final InstantSource clock;
  private final Path registrationFile;

  ListingRoutes(
      Shelf shelf, FirstRows rows, PublicUrl url, InstantSource clock, Path registrationFile) {
    this.shelf = shelf;
    this.rows = rows;
    this.url = url;
    this.clock = clock;
    this.registrationFile = registrationFile;
  }

  /** The catalog: an envelope, or a bare list with {@code ?format=array}. */
  HttpReply services(HttpRequest request) {
    return reading(
        request,
        () -> {
          Catalog.Shape shape =
              switch (request.param("format").orElse("envelope")) {
                case "envelope" -> Catalog.Shape.ENVELOPE;
                case "array" -> Catalog.Shape.ARRAY;
                default ->
                    throw new Refusal(
                        400, COMMON, "invalid_request", "format is envelope or array");
              };
          return json(request, front().catalog().toJson(shape));
        });
  }

  /** A dataset as strangers may see it: a page, or JSON-LD for those who ask for that. */
  HttpReply page(HttpRequest request, Dataset dataset) {
    return reading(
        request,
        () -> {
          StoredVersion version = shelf.newest(dataset).orElseThrow(ListingRoutes::nothingToBeHad);
          Listed listed = shelf.listed(dataset, version);
          var site = new Site(url.text());
          Optional<Json.Obj> described =
              listed
                  .version()
                  .flatMap(Listed.Version::manifest)
                  .map(manifest -> described(version, manifest))
                  .map(known -> Croissant.of(site, listed, known));
          if (wantsData(request)) {
            return typed(request, NEGOTIATED, LD, described.orElseThrow(ListingRoutes::pageOnly));
          }
          var page = new DatasetPage(site, listed, shelf.history(dataset), described);
          return ConditionalReply.of(request, PAGE, page.html().getBytes(StandardCharsets.UTF_8));
        });
  }

  private static Refusal nothingToBeHad() {
    return new Refusal(404, COMMON, "unknown_version", "no version of it can be had");
  }

  private static Refusal pageOnly() {
    return new Refusal(
        406,
        COMMON.with("Vary", "Accept"),
        "not_acceptable",
        "what is described to members is at croissant.json");
  }

  /** Who names both, as browsers with extensions do, gets the page. */
  private static boolean wantsData(HttpRequest request) {
    return request
        .header("Accept")
        .filter(accept -> accept.contains(LD) && !accept.contains("text/html"))
        .isPresent();
  }

  /** One version for search engines and training tools, to whoever may see its manifest. */
  HttpReply croissant(HttpRequest request, Dataset dataset, Supplier<StoredVersion> asked) {
    return reading(
        request,
        () -> {
          StoredVersion version = asked.get();
          if (version.withdrawal().isPresent()) {
            throw new Refusal(410, "version_withdrawn", "the owner has withdrawn this version");
          }
          Json.Obj document =
              Croissant.of(
                  new Site(url.text()),
                  shelf.listed(dataset, version),
                  described(version, DatasetRoutes.document(version).manifest()));
          return typed(request, dataset.publicLog() ? FRESH : MEMBERS, LD, document);
        });
  }

  private Croissant.Described described(StoredVersion version, Manifest manifest) {
    return new Croissant.Described(version.entry(), manifest, rows.of(version));
  }

  /** What this seller says of itself to those who found it on a chain, once it does. */
  HttpReply registration(HttpRequest request) {
    return reading(request, () -> json(request, RegistrationDocument.read(registrationFile)));
  }

  /** The node in a page, for language models. */
  HttpReply llmsText(HttpRequest request) {
    return reading(request, () -> text(request, "text/plain", LlmsText.of(front())));
  }

  /** How an agent buys here. */
  HttpReply skill(HttpRequest request) {
    return reading(request, () -> text(request, "text/markdown", SkillText.of(front())));
  }

  /** The routes, with what they cost. */
  HttpReply openApi(HttpRequest request) {
    return reading(request, () -> json(request, OpenApi.of(front())));
  }

  /** What can be paid, as clients of the x402 bazaar read it. */
  HttpReply bazaar(HttpRequest request) {
    return reading(
        request,
        () -> {
          int limit = number(request, "limit", 1, BAZAAR_MAX, BAZAAR_LIMIT);
          int offset = number(request, "offset", 0, Integer.MAX_VALUE, 0);
          List<Listing> listings =
              front().entries().stream()
                  .map(entry -> new Listing(entry, Optional.empty(), Optional.empty()))
                  .toList();
          return json(request, new BazaarFeed(listings).page(request.param("type"), limit, offset));
        });
  }

  private static int number(HttpRequest request, String name, int least, int most, int otherwise) {
    long given = request.param(name).map(RequestedVersion::number).orElse((long) otherwise);
    if (given < least || given > most) {
      throw new Refusal(
          400, COMMON, "invalid_request", name + " is a number from " + least + " to " + most);
    }
    return (int) given;
  }

  private static HttpReply text(HttpRequest request, String type, String text) {
    return ConditionalReply.of(
        request,
        FRESH.with("Content-Type", type + "; charset=utf-8"),
        text.getBytes(StandardCharsets.UTF_8));
  }

  private Storefront front() {
    return shelf.at(clock.instant(), new Site(url.text()));
  }

  private static HttpReply json(HttpRequest request, Json document) {
    return typed(request, FRESH, "application/json", document);
  }

  private static HttpReply typed(HttpRequest request, Headers headers, String type, Json document) {
    return ConditionalReply.of(request, headers.with("Content-Type", type), document.utf8());
  }

  private static HttpReply reading(HttpRequest request, Supplier<HttpReply> document) {
    return switch (request.method()) {
      case "GET", "HEAD" -> document.get();
      case "OPTIONS" ->
          HttpReply.empty(
              204,
              COMMON
                  .with("Access-Control-Allow-Methods", "GET, HEAD")
                  .with("Access-Control-Allow-Headers", "If-None-Match")
                  .with("Access-Control-Max-Age", "86400"));
      default ->
          throw new Refusal(
              405,
              COMMON.with("Allow", "GET, HEAD, OPTIONS"),
              "method_not_allowed",
              "use GET or HEAD");
    };
  }
}
