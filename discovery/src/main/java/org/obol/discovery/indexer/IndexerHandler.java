package org.obol.discovery.indexer;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.discovery.registry.AgentId;
import org.obol.http.Headers;
import org.obol.http.HttpHandler;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;
import org.obol.ledger.Db;

/**
 * The routes of an index, in the shape of 8004scan's public API. Names and descriptions are hostile
 * text; they go out as JSON strings and as nothing else.
 */
public final class IndexerHandler implements HttpHandler {

  private static final String VERSION = "0.1.0";
  private static final long MAX_PAGE = 1_000_000;
  private static final int MAX_TEXT = 200;
  private static final Headers HEADERS =
      Headers.of("X-Content-Type-Options", "nosniff")
          .with("Access-Control-Allow-Origin", "*")
          .with("Cache-Control", "no-store");

  /** A request that cannot be answered. */
  private static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private Refused(int status, String code, String message) {
      super(message);
      this.status = status;
      this.code = code;
    }
  }

  private final IndexConfig config;
  private final IndexStore store;
  private final AgentSearch agents;
  private final Supplier<FollowChain.Health> health;
  private final InstantSource clock;

  /** The routes of the index in {@code db}. */
  public IndexerHandler(
      Db db, IndexConfig config, Supplier<FollowChain.Health> health, InstantSource clock) {
    this.config = config;
    this.store = new IndexStore(db, config);
    this.agents = new AgentSearch(db);
    this.health = health;
    this.clock = clock;
  }

  @Override
  public HttpReply handle(HttpRequest request) {
    try {
      if (!request.method().equals("GET") && !request.isHead()) {
        throw new Refused(405, "method_not_allowed", "only GET is answered here");
      }
      List<String> path = request.segments();
      if (path.equals(List.of("health"))) {
        return health();
      }
      if (path.size() < 4 || !path.subList(0, 3).equals(List.of("api", "v1", "public"))) {
        throw new Refused(404, "not_found", "there is nothing at this path");
      }
      return answer(path.subList(3, path.size()), request);
    } catch (Refused refused) {
      return HttpReply.json(
          refused.status,
          HEADERS,
          Json.object()
              .put("success", false)
              .put(
                  "error",
                  Json.object()
                      .put("code", refused.code)
                      .put("message", String.valueOf(refused.getMessage()))
                      .build())
              .put("meta", meta().build())
              .build());
    }
  }

  private HttpReply answer(List<String> path, HttpRequest request) throws Refused {
    if (path.equals(List.of("stats"))) {
      AgentSearch.Totals totals = agents.totals();
      return success(
          Json.object()
              .put("total_agents", totals.agents())
              .put("total_users", totals.owners())
              .put("total_feedbacks", 0)
              .put("total_validations", 0)
              .build(),
          Optional.empty());
    }
    if (path.equals(List.of("agents"))) {
      return list(request, text(request, "search"));
    }
    if (path.equals(List.of("agents", "search"))) {
      Optional<String> words = text(request, "q");
      if (words.isEmpty()) {
        throw new Refused(400, "missing_query", "what is looked for? Give q");
      }
      return list(request, words);
    }
    if (path.size() == 3 && path.getFirst().equals("agents")) {
      return agent(path.get(1), path.get(2));
    }
    throw new Refused(404, "not_found", "there is nothing at this path");
  }

  private HttpReply agent(String chain, String token) throws Refused {
    if (chain.equals(String.valueOf(config.registry().chain().value()))) {
      try {
        Optional<Json.Obj> agent = agents.agent(AgentId.parse(token));
        if (agent.isPresent()) {
          return success(agent.get(), Optional.empty());
        }
      } catch (IllegalArgumentException e) {
        throw new Refused(400, "invalid_token_id", "an agent's number is decimal digits");
      }
    }
    throw new Refused(404, "not_found", "there is no such agent in this index");
  }

  private HttpReply list(HttpRequest request, Optional<String> search) throws Refused {
    var query =
        new AgentQuery(
            number(request, "page", 1, MAX_PAGE),
            (int) number(request, "limit", 20, AgentQuery.MAX_LIMIT),
            text(request, "protocol"),
            search,
            owner(request),
            sort(request),
            descending(request));
    AgentSearch.Page page =
        isOtherChain(request) ? new AgentSearch.Page(List.of(), 0) : agents.page(query);
    long pages = (page.total() + query.limit() - 1) / query.limit();
    return success(
        Json.of(page.agents()),
        Optional.of(
            Json.object()
                .put("page", query.page())
                .put("limit", query.limit())
                .put("total", page.total())
                .put("totalPages", pages)
                .build()));
  }

  private boolean isOtherChain(HttpRequest request) throws Refused {
    return request.param("chainId").isPresent()
        && number(request, "chainId", 1, Long.MAX_VALUE) != config.registry().chain().value();
  }

  private HttpReply health() {
    FollowChain.Health now = health.get();
    Optional<IndexedBlock> tip = store.tip();
    String status = now.error().isPresent() ? "unhealthy" : now.ready() ? "ok" : "starting";
    Json.Obj body =
        Json.object()
            .put("status", status)
            .put("ready", now.ready())
            .put("chain_id", config.registry().chain().value())
            .put("registry_address", config.registry().address().hex())
            .put("latest_indexed_block", nullable(tip.map(block -> Json.of(block.number()))))
            .put("latest_indexed_hash", nullable(tip.map(block -> Json.of(block.hash().hex()))))
            .put(
                "latest_indexed_at",
                nullable(tip.map(block -> Json.of(Instant.ofEpochSecond(block.time()).toString()))))
            .put("backfilled", now.ready())
            .put("last_error", nullable(now.error().map(Json::of)))
            .build();
    return HttpReply.json(status.equals("ok") ? 200 : 503, HEADERS, body);
  }

  private HttpReply success(Json data, Optional<Json.Obj> pagination) {
    JsonObject meta = meta();
    pagination.ifPresent(pages -> meta.put("pagination", pages));
    return HttpReply.json(
        200,
        HEADERS,
        Json.object().put("success", true).put("data", data).put("meta", meta.build()).build());
  }

  private JsonObject meta() {
    return Json.object()
        .put("version", VERSION)
        .put("timestamp", clock.instant().toString())
        .put("requestId", UUID.randomUUID().toString());
  }

  private static long number(HttpRequest request, String name, long standard, long largest)
      throws Refused {
    String text = request.param(name).orElse(String.valueOf(standard));
    try {
      long value = Long.parseLong(text);
      if (value >= 1 && value <= largest) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The same complaint as for a number out of range.
    }
    throw new Refused(400, "invalid_" + name, name + " is a number of 1 to " + largest);
  }

  private static Optional<String> text(HttpRequest request, String name) throws Refused {
    Optional<String> text = request.param(name).map(String::strip).filter(t -> !t.isEmpty());
    if (text.isPresent() && text.get().length() > MAX_TEXT) {
      throw new Refused(
          400, "invalid_" + name, name + " is longer than " + MAX_TEXT + " characters");
    }
    return text;
  }

  private static Optional<String> owner(HttpRequest request) throws Refused {
    Optional<String> text = text(request, "ownerAddress");
    if (text.isEmpty()) {
      return text;
    }
    try {
      return Optional.of(new Address(text.get().toLowerCase(Locale.ROOT)).hex());
    } catch (IllegalArgumentException e) {
      throw new Refused(400, "invalid_ownerAddress", "ownerAddress is 0x and 40 hex characters");
    }
  }

  private static AgentQuery.Sort sort(HttpRequest request) throws Refused {
    return AgentQuery.Sort.of(request.param("sortBy").orElse("created_at"))
        .orElseThrow(
            () ->
                new Refused(
                    400,
                    "invalid_sortBy",
                    "sortBy is created_at, name, token_id, total_score or stars"));
  }

  private static boolean descending(HttpRequest request) throws Refused {
    return switch (request.param("sortOrder").orElse("desc")) {
      case "desc" -> true;
      case "asc" -> false;
      default -> throw new Refused(400, "invalid_sortOrder", "sortOrder is asc or desc");
    };
  }

  private static Json nullable(Optional<? extends Json> value) {
    return value.isPresent() ? value.get() : new Json.Null();
  }
}
