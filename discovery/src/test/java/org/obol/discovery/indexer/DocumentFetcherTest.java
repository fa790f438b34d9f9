package org.obol.discovery.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.discovery.registry.AgentEvent;
import org.obol.discovery.registry.AgentId;
import org.obol.discovery.registry.KnownRegistries;
import org.obol.discovery.registry.RegistrationFetch;
import org.obol.evm.ChainId;
import org.obol.http.EnvironmentProxy;
import org.obol.http.GuardedClient;
import org.obol.http.Headers;
import org.obol.http.HttpEngine;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;
import org.obol.http.RunningServer;
import org.obol.http.ServerConfig;
import org.obol.http.VertxEngine;
import org.obol.ledger.Db;

/** Files of agents: fetched, fetched again, and kept when their host is down. */
@Timeout(60)
final class DocumentFetcherTest {

  private static final Address OWNER = new Address("0x" + "ab".repeat(20));
  private static final IndexConfig CONFIG =
      IndexConfig.of(KnownRegistries.on(new ChainId(31_337)).orElseThrow());

  @TempDir private Path folder;
  private final Map<String, String> files = new ConcurrentHashMap<>();
  private final BlockingQueue<HttpRequest> seen = new LinkedBlockingQueue<>();
  private final HttpEngine engine = new VertxEngine();
  private final RunningServer server = engine.start(ServerConfig.loopback(), this::answer);
  private final GuardedClient client = new GuardedClient(new EnvironmentProxy(Map.of()));
  private Instant now = Instant.parse("2026-06-14T12:00:00Z");
  private Db db;
  private DocumentFetcher fetcher;

  @BeforeEach
  void open() {
    db = Indexer.open(folder.resolve("index.db"));
    var fetch = new RegistrationFetch(client, GuardedClient.Reach.ANY, Optional.empty());
    fetcher = new DocumentFetcher(db, CONFIG, fetch, () -> now);
  }

  @AfterEach
  void close() {
    client.close();
    engine.close();
    db.close();
  }

  private HttpReply answer(HttpRequest request) {
    seen.add(request);
    String file = files.get(request.path());
    if (file == null) {
      return HttpReply.empty(503, Headers.NONE);
    }
    String tag = "\"" + file.hashCode() + "\"";
    return request.header("If-None-Match").equals(Optional.of(tag))
        ? HttpReply.empty(304, Headers.NONE)
        : new HttpReply.Bytes(200, Headers.of("ETag", tag), file.getBytes(StandardCharsets.UTF_8));
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  private void register(long block, AgentEvent event) {
    var hash = new Bytes32("0x" + "%064x".formatted(block));
    var tip = new IndexStore(db, CONFIG).tip();
    new IndexStore(db, CONFIG)
        .append(
            tip.map(t -> OptionalLong.of(t.number())).orElseGet(OptionalLong::empty),
            new ChainSlice(
                block,
                List.of(new IndexedBlock(block, hash, 1_000 + block)),
                List.of(new IndexedEvent(block, 0, hash, event))));
  }

  private AgentEvent.Registered agent(long id, String path) {
    return new AgentEvent.Registered(AgentId.of(id), url(path), OWNER);
  }

  private Json.Obj shown(long id) {
    return new AgentSearch(db).agent(AgentId.of(id)).orElseThrow();
  }

  @Test
  void a_file_fills_the_rows_of_all_agents_that_point_to_it() {
    files.put("/a", "{\"name\":\"Ada\",\"x402Support\":true}");
    register(1, agent(0, "/a"));
    register(2, agent(1, "/a"));
    assertThat(shown(0).requireText("name")).isEmpty();
    assertThat(shown(0).bool("active")).as("without a file it is taken to be").contains(true);
    assertThat(fetcher.round()).isOne();
    assertThat(fetcher.round()).isZero();
    for (long id : new long[] {0, 1}) {
      assertThat(shown(id).requireText("name")).isEqualTo("Ada");
      assertThat(shown(id).bool("x402_supported")).contains(true);
      assertThat(shown(id).object("registration_json")).isPresent();
    }
    assertThat(seen).hasSize(1);
  }

  @Test
  void a_file_speaks_for_the_agents_that_it_names_and_for_no_others() {
    String named = "{\"agentId\":%d,\"agentRegistry\":\"%s\"}".formatted(0, CONFIG.registry());
    files.put("/a", "{\"registrations\":[" + named + "]}");
    files.put("/b", "{\"name\":\"nobody's\"}");
    register(1, agent(0, "/a"));
    register(2, agent(1, "/a"));
    register(3, agent(2, "/b"));
    fetcher.round();
    assertThat(shown(0).bool("is_endpoint_verified")).contains(true);
    assertThat(shown(0).requireText("endpoint_verified_domain")).isEqualTo("127.0.0.1");
    assertThat(shown(0).text("endpoint_verification_error")).isEmpty();
    assertThat(shown(1).bool("is_endpoint_verified")).contains(false);
    assertThat(shown(1).text("endpoint_verified_domain")).isEmpty();
    assertThat(shown(1).requireText("endpoint_verification_error")).contains("names other agents");
    assertThat(shown(2).requireText("endpoint_verification_error")).contains("names no agent");
  }

  @Test
  void a_file_is_asked_for_again_and_seen_when_it_has_changed() throws Exception {
    files.put("/a", "{\"name\":\"Ada\"}");
    register(1, agent(0, "/a"));
    fetcher.round();
    seen.clear();
    now = now.plus(Duration.ofMinutes(61));
    assertThat(fetcher.round()).isOne();
    assertThat(seen.take().header("If-None-Match")).isPresent();
    assertThat(shown(0).requireText("name")).isEqualTo("Ada");
    files.put("/a", "{\"name\":\"Grace\",\"active\":false}");
    now = now.plus(Duration.ofMinutes(61));
    fetcher.round();
    assertThat(shown(0).requireText("name")).isEqualTo("Grace");
    assertThat(shown(0).bool("active")).contains(false);
  }

  @Test
  void a_host_that_is_down_is_asked_ever_more_rarely_and_loses_nothing() {
    files.put("/a", "{\"name\":\"Ada\"}");
    register(1, agent(0, "/a"));
    fetcher.round();
    files.clear();
    now = now.plus(Duration.ofMinutes(61));
    fetcher.round();
    assertThat(shown(0).requireText("name")).isEqualTo("Ada");
    assertThat(shown(0).requireText("fetch_error")).isEqualTo("HTTP status 503");
    now = now.plus(Duration.ofSeconds(61));
    assertThat(fetcher.round()).isOne();
    now = now.plus(Duration.ofSeconds(61));
    assertThat(fetcher.round()).as("four minutes now").isZero();
    now = now.plus(Duration.ofMinutes(3));
    files.put("/a", "{\"name\":\"Ada\"}");
    assertThat(fetcher.round()).isOne();
    assertThat(shown(0).text("fetch_error")).isEmpty();
  }

  @Test
  void what_is_no_registration_file_is_said_to_be_none() {
    Map<String, String> hostile =
        Map.of(
            "/html", "<!doctype html><script>alert(1)</script>",
            "/deep", "{\"a\":" + "[".repeat(10_000),
            "/twice", "{\"name\":\"a\",\"name\":\"b\"}",
            "/list", "[]");
    files.putAll(hostile);
    long id = 0;
    for (String path : hostile.keySet()) {
      register(id + 1, agent(id, path));
      id++;
    }
    fetcher.round();
    for (long agent = 0; agent < id; agent++) {
      assertThat(shown(agent).requireText("fetch_error")).startsWith("it is no registration file");
      assertThat(shown(agent).requireText("name")).isEmpty();
    }
  }

  @Test
  void a_file_that_nobody_points_to_any_more_is_forgotten() {
    files.put("/a", "{\"name\":\"Ada\"}");
    register(1, agent(0, "/a"));
    fetcher.round();
    register(2, new AgentEvent.UriUpdated(AgentId.of(0), url("/b"), OWNER));
    assertThat(IndexerFixture.count(db, "document")).isOne();
    assertThat(shown(0).requireText("name")).isEmpty();
    new IndexStore(db, CONFIG).rewind(1);
    fetcher.round();
    assertThat(shown(0).requireText("name")).isEqualTo("Ada");
    new IndexStore(db, CONFIG).rewind(-1);
    assertThat(IndexerFixture.count(db, "document")).isZero();
    assertThat(IndexerFixture.count(db, "agent")).isZero();
  }

  @Test
  void who_has_many_agents_waits_behind_who_has_one() {
    for (int i = 0; i < 40; i++) {
      register(i + 1, agent(i, "/many/" + i));
    }
    for (int i = 0; i < 3; i++) {
      String uri = "https://name" + i + ".wildcard.example/";
      register(100 + i, new AgentEvent.Registered(AgentId.of(100 + i), uri, OWNER));
    }
    String one = "https://one.example/";
    register(200, new AgentEvent.Registered(AgentId.of(200), one, OWNER));
    var table = new DocumentTable(db, new IndexStore(db, CONFIG).agents());
    List<DocumentTable.Due> due = table.due(now.getEpochSecond(), 32, 256);
    assertThat(due).hasSize(32 + 3 + 1);
    assertThat(due.subList(0, 3)).extracting(DocumentTable.Due::source).contains(one);
    assertThat(due.subList(0, 3))
        .extracting(DocumentTable.Due::site)
        .containsExactlyInAnyOrder("127.0.0.1", "wildcard.example", "one.example");
  }
}
