package org.obol.node;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.obol.crypto.Json;
import org.obol.dataset.DatasetId;
import org.obol.dataset.VerificationException;
import org.obol.discovery.catalog.Catalog;
import org.obol.discovery.registry.RegistrationFile;
import org.obol.http.ClientAddress;
import org.obol.http.Headers;
import org.obol.http.HttpHandler;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;
import org.obol.ledger.DamagedObjectException;
import org.obol.ledger.Dataset;
import org.obol.ledger.Datasets;
import org.obol.ledger.LedgerException;

/** The routes that everybody can reach (protocol section 4), and the one place that maps errors. */
final class Surface implements HttpHandler {

  private static final int IPV6_NETWORK_BYTES = 8;
  private static final System.Logger LOG = System.getLogger(Surface.class.getName());

  private static final List<String> PAID_JOIN = List.of("join", "paid");

  private final Parts parts;
  private final Authentication authentication;
  private final AccessLog log;
  private final Optional<OwnerRoutes> owner;

  /** What both listeners share. */
  record Parts(
      org.obol.ledger.Ledger ledger,
      List<DatasetId> published,
      DatasetRoutes datasets,
      ReferenceDeviceRoutes devices,
      OAuthRoutes oauth,
      Optional<PaidJoin> sale,
      ListingRoutes listing,
      ClientAddress addresses) {}

  private Surface(
      Parts parts, Authentication authentication, AccessLog log, Optional<OwnerRoutes> owner) {
    this.parts = parts;
    this.authentication = authentication;
    this.log = log;
    this.owner = owner;
  }

  /** The public surface: it knows no owner, whatever token is sent. */
  static Surface ofPublic(Parts parts, AccessLog log) {
    return new Surface(parts, Authentication.members(parts.ledger().db()), log, Optional.empty());
  }

  /** The same surface on the admin listener, under the owner's token, with the owner's routes. */
  static Surface ofAdmin(Parts parts, AccessLog log, String ownerToken, OwnerRoutes routes) {
    return new Surface(
        parts,
        Authentication.ownerAndMembers(parts.ledger().db(), ownerToken),
        log,
        Optional.of(routes));
  }

  @Override
  public HttpReply handle(HttpRequest request) {
    Instant start = Instant.now();
    Optional<InetAddress> client = parts.addresses().of(request);
    Caller caller = new Caller.Anonymous();
    HttpReply reply;
    try {
      caller = authentication.caller(request);
      reply = route(request, caller, client.map(Surface::source).orElse(""));
    } catch (Refusal e) {
      reply = e.reply();
    } catch (DamagedObjectException e) {
      LOG.log(System.Logger.Level.ERROR, e.getMessage());
      reply =
          HttpReply.error(404, "artifact_missing", "the file is missing or damaged on this node");
    } catch (VerificationException e) {
      LOG.log(System.Logger.Level.ERROR, "not served: " + e.getMessage());
      reply = Refusal.logInvalid().reply();
    } catch (LedgerException e) {
      LOG.log(System.Logger.Level.ERROR, "the ledger cannot answer: " + e.getMessage(), e);
      reply =
          HttpReply.error(
              503, Headers.of("Retry-After", "5"), "unavailable", "the node cannot answer now");
    }
    return log.record(new AccessLog.Visit(request, client, caller, start), uncached(reply));
  }

  /** A refusal holds for one caller and one moment, so that no cache may keep it. */
  private static HttpReply uncached(HttpReply reply) {
    return reply instanceof HttpReply.Bytes bytes
            && bytes.status() >= 400
            && bytes.headers().first("Cache-Control").isEmpty()
        ? new HttpReply.Bytes(
            bytes.status(),
            bytes.headers().with("Cache-Control", "private, no-store"),
            bytes.body())
        : reply;
  }

  /** What budgets are counted for: an IPv4 address, or the network a client owns in IPv6. */
  private static String source(InetAddress client) {
    byte[] address = client.getAddress();
    return client instanceof Inet6Address
        ? HexFormat.of().formatHex(address, 0, IPV6_NETWORK_BYTES) + "::/64"
        : client.getHostAddress();
  }

  private HttpReply route(HttpRequest request, Caller caller, String source) {
    List<String> path = request.segments();
    if (path.size() >= 3 && path.getFirst().equals("dataset")) {
      return dataset(request, caller, path, source);
    }
    if (path.size() == 2 && path.getFirst().equals("dataset")) {
      return parts.listing().page(request, published(path.getLast()));
    }
    return switch (request.path()) {
      case "/healthz" ->
          get(request, () -> HttpReply.json(200, Json.object().put("status", "ok").build()));
      case "/device" -> get(request, () -> DevicePage.answer(request));
      case "/auth/device/code" -> post(request, () -> parts.devices().code(request, source));
      case "/auth/device/token" -> post(request, () -> parts.devices().token(request, source));
      case "/auth/device/approve" -> post(request, () -> ownerRoutes(caller).approve(request));
      case "/oauth/device_authorization" ->
          post(request, () -> parts.oauth().deviceAuthorization(request, source));
      case "/oauth/token" -> post(request, () -> parts.oauth().token(request, source));
      case "/oauth/revoke" -> post(request, () -> parts.oauth().revoke(request));
      case "/oauth/introspect" -> post(request, () -> parts.oauth().introspect(request, caller));
      case "/.well-known/oauth-authorization-server" ->
          get(request, () -> parts.oauth().metadata(parts.published()));
      case "/.well-known/obol-seller.json" -> get(request, () -> sellerRecord(request));
      case Catalog.PATH -> parts.listing().services(request);
      case RegistrationFile.WELL_KNOWN -> parts.listing().registration(request);
      case "/llms.txt" -> parts.listing().llmsText(request);
      case "/skill.md" -> parts.listing().skill(request);
      case "/openapi.json" -> parts.listing().openApi(request);
      case "/discovery/resources" -> parts.listing().bazaar(request);
      case "/metrics" -> get(request, () -> ownerRoutes(caller).metrics());
      default -> throw notFound();
    };
  }

  private HttpReply dataset(HttpRequest request, Caller caller, List<String> path, String source) {
    Dataset dataset = published(path.get(1));
    // Segments were decoded after they were split, so a slash within one is no border.
    return switch (path.subList(2, path.size())) {
      case List<String> rest when rest.equals(PAID_JOIN) -> paidJoin(request, dataset, source);
      case List<String> rest when rest.size() == 1 ->
          version(request, caller, dataset, rest.getFirst());
      default -> throw notFound();
    };
  }

  private HttpReply version(HttpRequest request, Caller caller, Dataset dataset, String route) {
    return switch (route) {
      case "versions" -> get(request, () -> parts.datasets().versions(dataset, caller));
      case "verify" -> get(request, () -> parts.datasets().verify(dataset, caller));
      case "manifest" -> get(request, () -> parts.datasets().manifest(dataset, caller, request));
      case "chunks" -> get(request, () -> parts.datasets().chunks(dataset, caller, request));
      case "download" -> get(request, () -> parts.datasets().download(dataset, caller, request));
      case "croissant.json" ->
          parts
              .listing()
              .croissant(
                  request, dataset, () -> parts.datasets().readable(dataset, caller, request));
      case "status" -> get(request, () -> ownerRoutes(caller).status(dataset));
      default -> throw notFound();
    };
  }

  /** Whoever looks before paying gets the challenge on GET too. */
  private HttpReply paidJoin(HttpRequest request, Dataset dataset, String source) {
    return allowing(
        request,
        Set.of("GET", "HEAD", "POST", "OPTIONS"),
        "GET, HEAD, POST, OPTIONS",
        () ->
            request.method().equals("OPTIONS")
                ? JoinChallenge.preflight()
                : sale().answer(request, dataset, source));
  }

  private PaidJoin sale() {
    return parts.sale().orElseThrow(JoinVisit::notSold);
  }

  /** The record of the dataset that is named, or of the only one there is. */
  private HttpReply sellerRecord(HttpRequest request) {
    Optional<String> named = request.param("dataset");
    if (named.isEmpty() && parts.published().size() != 1) {
      throw new Refusal(
          400, "invalid_request", "this node serves several datasets; name one with ?dataset=");
    }
    return sale().sellerRecord(published(named.orElse(parts.published().getFirst().text())));
  }

  private static Refusal notFound() {
    return new Refusal(404, "not_found", "no such route");
  }

  private Dataset published(String id) {
    return parts.published().stream()
        .filter(p -> p.text().equals(id))
        .findFirst()
        .flatMap(p -> parts.ledger().db().read(tx -> new Datasets(tx).find(p)))
        .orElseThrow(Refusal::unknownDataset);
  }

  /** The owner's routes exist on the admin listener only, and open to the owner's token only. */
  private OwnerRoutes ownerRoutes(Caller caller) {
    return owner
        .filter(routes -> caller instanceof Caller.Owner)
        .orElseThrow(
            () ->
                new Refusal(
                    401,
                    Headers.of("WWW-Authenticate", "Bearer"),
                    "owner_required",
                    "owner token required, on the admin listener"));
  }

  private static HttpReply get(HttpRequest request, Supplier<HttpReply> answer) {
    return allowing(request, Set.of("GET", "HEAD"), "GET, HEAD", answer);
  }

  private static HttpReply post(HttpRequest request, Supplier<HttpReply> answer) {
    return allowing(request, Set.of("POST"), "POST", answer);
  }

  private static HttpReply allowing(
      HttpRequest request, Set<String> methods, String allow, Supplier<HttpReply> answer) {
    if (!methods.contains(request.method())) {
      throw new Refusal(405, Headers.of("Allow", allow), "method_not_allowed", "use " + allow);
    }
    return answer.get();
  }
}
