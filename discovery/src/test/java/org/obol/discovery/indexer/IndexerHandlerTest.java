package org.obol.discovery.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.devnet.TestAccounts;
import org.obol.devnet.TestAgents;
import org.obol.discovery.registry.IdentityRegistry;
import org.obol.discovery.registry.RegistrationFetch;
import org.obol.discovery.registry.TestRegistryChain;
import org.obol.http.EnvironmentProxy;
import org.obol.http.GuardedClient;
import org.obol.http.HttpEngine;
import org.obol.http.RunningServer;
import org.obol.http.ServerConfig;
import org.obol.http.VertxEngine;
import org.obol.ledger.Db;

/** The index over HTTP, followed on a real chain. */
final class IndexerHandlerTest {

  private static final String HOSTILE = "<script>alert(1)</script>\\u0000\\u001b[2J\\u202e%_";

  @TempDir private static Path folder;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static TestRegistryChain chain;
  private static Db db;
  private static GuardedClient client;
  private static FollowChain follow;
  private static HttpEngine engine;
  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    chain = new TestRegistryChain();
    chain.registerMany(TestAccounts.key(1), TestAgents.inline("agent", 0, 25));
    chain.send(
        TestAccounts.key(2),
        IdentityRegistry.registerCall(
            "data:,{\"name\":\"" + HOSTILE + "\",\"description\":\"Käse\"}",
            Map.of(
                "service.type", IdentityRegistry.text("dataset"),
                "x402.supported", IdentityRegistry.flag(true))));
    IndexConfig config =
        IndexerFixture.config(chain.registry()).lookingEvery(Duration.ofMillis(20));
    db = Indexer.open(folder.resolve("index.db"));
    client = new GuardedClient(new EnvironmentProxy(Map.of()));
    var fetch = new RegistrationFetch(client, GuardedClient.Reach.ANY, Optional.empty());
    follow =
        new FollowChain(
            new Indexer(chain.devnet().client(), db, config),
            new DocumentFetcher(db, config, fetch, Instant::now),
            config.poll());
    engine = new VertxEngine();
    server =
        engine.start(
            ServerConfig.loopback(),
            new IndexerHandler(db, config, follow::health, () -> Instant.EPOCH));
    while (get("/health").statusCode() != 200) {
      Thread.onSpinWait();
    }
  }

  @AfterAll
  static void stop() {
    engine.close();
    follow.close();
    client.close();
    db.close();
    chain.close();
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static Json.Obj json(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = get("/api/v1/public" + path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonReader.read(answer.body()).asObject("answer");
  }

  private static List<String> tokens(String path) throws IOException, InterruptedException {
    return json(path).list("data").orElseThrow().stream()
        .map(agent -> agent.asObject("agent").requireText("token_id"))
        .toList();
  }

  private static void assertRefused(String path, int status, String code)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = get("/api/v1/public" + path);
    assertThat(answer.statusCode()).as(path).isEqualTo(status);
    Json.Obj body = JsonReader.read(answer.body()).asObject("answer");
    assertThat(body.bool("success")).contains(false);
    assertThat(body.object("error").orElseThrow().requireText("code")).isEqualTo(code);
    assertThat(body.object("meta")).isPresent();
  }

  @Test
  void health_says_how_far_it_is() throws Exception {
    Json.Obj health = JsonReader.read(get("/health").body()).asObject("health");
    assertThat(health.requireText("status")).isEqualTo("ok");
    assertThat(health.requireInteger("chain_id")).isEqualTo(31_337);
    assertThat(health.requireText("registry_address")).isEqualTo(chain.registry().address().hex());
    assertThat(health.requireInteger("latest_indexed_block"))
        .isEqualTo(chain.devnet().client().latestBlock().number());
  }

  @Test
  void pages_do_not_overlap_and_leave_nobody_out() throws Exception {
    Json.Obj first = json("/agents?limit=10&sortBy=token_id&sortOrder=asc");
    Json.Obj pagination = first.object("meta").orElseThrow().object("pagination").orElseThrow();
    assertThat(pagination.text())
        .isEqualTo("{\"page\":1,\"limit\":10,\"total\":26,\"totalPages\":3}");
    assertThat(tokens("/agents?limit=10&sortBy=token_id&sortOrder=asc").getLast()).isEqualTo("9");
    assertThat(tokens("/agents?limit=10&page=3&sortBy=token_id&sortOrder=asc"))
        .containsExactly("20", "21", "22", "23", "24", "25");
    assertThat(tokens("/agents?page=99")).isEmpty();
    assertThat(tokens("/agents")).hasSize(20).first().isEqualTo("25");
    assertThat(tokens("/agents?sortBy=name&sortOrder=asc&limit=3")).containsExactly("25", "0", "1");
    assertThat(tokens("/agents?sortBy=stars&limit=1")).containsExactly("25");
  }

  @Test
  void filters_find_the_sellers_of_datasets() throws Exception {
    assertThat(tokens("/agents?protocol=DataSet")).containsExactly("25");
    assertThat(tokens("/agents?ownerAddress=" + TestAccounts.key(2).address().checksummed()))
        .containsExactly("25");
    assertThat(tokens("/agents?chainId=31337&protocol=web")).hasSize(20);
    assertThat(tokens("/agents?chainId=1")).isEmpty();
  }

  @Test
  void a_search_takes_its_words_as_they_are() throws Exception {
    assertThat(tokens("/agents/search?q=AGENT17")).containsExactly("17");
    assertThat(tokens("/agents?search=k%C3%84se")).containsExactly("25");
    assertThat(tokens("/agents/search?q=%25_")).containsExactly("25");
    assertThat(tokens("/agents/search?q=%25%25")).isEmpty();
    assertThat(tokens("/agents/search?q=%27%20or%201=1--")).isEmpty();
    assertRefused("/agents/search", 400, "missing_query");
    assertRefused("/agents/search?q=%20", 400, "missing_query");
  }

  @Test
  void one_agent_is_shown_whole() throws Exception {
    Json.Obj agent = json("/agents/31337/25").object("data").orElseThrow();
    assertThat(agent.requireText("agent_id"))
        .isEqualTo("31337:" + chain.registry().address().hex() + ":25");
    assertThat(agent.members())
        .containsKeys(
            "id",
            "token_id",
            "chain_id",
            "name",
            "description",
            "image_url",
            "owner_address",
            "uri",
            "active",
            "x402_supported",
            "supported_protocols",
            "oasf_skills",
            "oasf_domains",
            "services",
            "selected_metadata",
            "raw_metadata",
            "registration_json",
            "total_score",
            "star_count",
            "total_feedbacks",
            "created_at",
            "updated_at",
            "last_indexed_block",
            "last_indexed_at");
    assertThat(agent.object("raw_metadata").orElseThrow().members())
        .containsKeys("offchain_uri", "offchain_content", "onchain_indexed", "fetch_error");
    assertRefused("/agents/31337/26", 404, "not_found");
    assertRefused("/agents/1/25", 404, "not_found");
    assertRefused("/agents/31337/-1", 400, "invalid_token_id");
  }

  @Test
  void hostile_names_are_json_strings_and_nothing_else() throws Exception {
    HttpResponse<String> answer = get("/api/v1/public/agents/31337/25");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.body()).doesNotContain("\u0000", "\u001b");
    assertThat(json("/agents/31337/25").object("data").orElseThrow().requireText("name"))
        .isEqualTo("<script>alert(1)</script>\u0000\u001b[2J\u202e%_");
  }

  @Test
  void totals_count_agents_and_owners() throws Exception {
    Json.Obj stats = json("/stats").object("data").orElseThrow();
    assertThat(stats.requireInteger("total_agents")).isEqualTo(26);
    assertThat(stats.requireInteger("total_users")).isEqualTo(2);
    assertThat(stats.requireInteger("total_feedbacks")).isZero();
  }

  @Test
  void wrong_requests_are_refused() throws Exception {
    assertRefused("/nothing", 404, "not_found");
    assertRefused("", 404, "not_found");
    assertRefused("/agents?limit=101", 400, "invalid_limit");
    assertRefused("/agents?limit=0", 400, "invalid_limit");
    assertRefused("/agents?page=x", 400, "invalid_page");
    assertRefused("/agents?page=9999999999", 400, "invalid_page");
    assertRefused("/agents?sortBy=id;drop", 400, "invalid_sortBy");
    assertRefused("/agents?sortOrder=up", 400, "invalid_sortOrder");
    assertRefused("/agents?ownerAddress=0x1", 400, "invalid_ownerAddress");
    assertRefused("/agents?chainId=a", 400, "invalid_chainId");
    assertRefused("/agents?search=" + "x".repeat(300), 400, "invalid_search");
    var uri = URI.create("http://127.0.0.1:" + server.port() + "/api/v1/public/agents");
    var post = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build();
    assertThat(HTTP.send(post, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }
}
