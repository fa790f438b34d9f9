package org.obol.discovery.onchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Address;
import org.obol.crypto.ObolException;
import org.obol.devnet.TestAccounts;
import org.obol.discovery.indexer.AgentIndex;
import org.obol.discovery.indexer.IndexConfig;
import org.obol.discovery.indexer.Indexer;
import org.obol.discovery.indexer.ListedAgent;
import org.obol.discovery.onchain.DiscoverOnChain.Limits;
import org.obol.discovery.onchain.Finding.Check;
import org.obol.discovery.onchain.Finding.Standing;
import org.obol.discovery.registry.AgentId;
import org.obol.discovery.registry.IdentityRegistry;
import org.obol.discovery.registry.RegistrationFile;
import org.obol.discovery.registry.TestRegistryChain;
import org.obol.discovery.router.CatalogSurvey;
import org.obol.discovery.router.Listing;
import org.obol.discovery.router.Query;
import org.obol.discovery.router.Verdict;
import org.obol.evm.EvmClient;
import org.obol.http.EnvironmentProxy;
import org.obol.http.GuardedClient;
import org.obol.ledger.Db;

/** Agents that lead nowhere, elsewhere, or to somebody else, on a real registry. */
@Timeout(120)
final class DiscoverOnChainIT {

  private static final String CATALOG = "/api/services.json";
  private static final long HUGE = 100_000_000;

  private static final AgentIndex.Ask DATASETS = new AgentIndex.Ask("dataset", Optional.empty(), 1);

  private static TestRegistryChain chain;
  private static EvmClient client;

  @TempDir private Path folder;
  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final AtomicLong taken = new AtomicLong();
  private final GuardedClient http = new GuardedClient(new EnvironmentProxy(Map.of()));
  private HttpServer server;
  private String before;

  @BeforeAll
  static void start() {
    chain = new TestRegistryChain();
    client = chain.devnet().client();
  }

  @AfterAll
  static void stop() {
    chain.close();
  }

  @BeforeEach
  void serve() throws IOException {
    before = chain.devnet().controls().snapshot();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void forget() {
    server.stop(0);
    http.close();
    chain.devnet().controls().revert(before);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    try (exchange) {
      if (path.equals("/huge.json")) {
        exchange.sendResponseHeaders(200, HUGE);
        byte[] block = new byte[1 << 16];
        for (long sent = 0; sent < HUGE; sent += block.length) {
          exchange.getResponseBody().write(block, 0, (int) Math.min(block.length, HUGE - sent));
          taken.addAndGet(block.length);
        }
      } else if (pages.containsKey(path)) {
        byte[] body = pages.get(path).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private static String file(String catalog, String registrations) {
    return """
    {"name":"a","services":[{"name":"obol-catalog","endpoint":"%s"}],"registrations":[%s]}\
    """
        .formatted(catalog, registrations);
  }

  private static String named(long agent) {
    return "{\"agentId\":%d,\"agentRegistry\":\"%s\"}".formatted(agent, chain.registry());
  }

  private static String inline(String file) {
    return "data:application/json," + file;
  }

  private static void register(String uri) {
    chain.send(
        TestAccounts.key(1),
        IdentityRegistry.registerCall(
            uri, Map.of(IdentityRegistry.SERVICE_TYPE, IdentityRegistry.text("dataset"))));
  }

  private DiscoverOnChain search(boolean allowPrivate) {
    return new DiscoverOnChain(
        new IdentityRegistry(client, chain.registry()),
        http,
        allowPrivate,
        Optional.of(URI.create(url("/"))),
        InstantSource.system());
  }

  private DiscoverOnChain.Result find(boolean allowPrivate) throws InterruptedException {
    try (Db db = Indexer.open(folder.resolve("index.db"))) {
      new Indexer(client, db, IndexConfig.of(chain.registry())).catchUp();
      return search(allowPrivate)
          .find(AgentIndex.of(db, chain.registry()), Query.ALL, Limits.DEFAULT);
    }
  }

  private DiscoverOnChain.Result find() throws InterruptedException {
    return find(true);
  }

  private static Standing standing(List<Finding> findings, Check check) {
    return findings.stream()
        .filter(finding -> finding.check() == check)
        .map(Finding::standing)
        .findFirst()
        .orElseThrow();
  }

  private static String detail(List<Finding> findings, Check check) {
    return findings.stream()
        .filter(finding -> finding.check() == check)
        .map(Finding::detail)
        .findFirst()
        .orElseThrow();
  }

  private void serveCatalog(String endpoint, Address payTo) {
    pages.put(
        CATALOG,
        """
        {"services":[{"name":"pi","type":"dataset","endpoint":"%s","priceRaw":"2.5",\
        "priceUnit":"perRequest","priceAtomicUnits":"2500000","payTo":"%s",\
        "network":"base-sepolia","datasetVersion":"3"}]}\
        """
            .formatted(endpoint, payTo.hex()));
  }

  /** More rows than are checked in one go, none of which answers. */
  private void serveHog(String path, int firstHost) {
    pages.put(
        path,
        IntStream.range(0, 300)
            .mapToObj(
                i ->
                    "{\"name\":\"x%d\",\"type\":\"dataset\",\"endpoint\":\"http://127.0.0.%d:1/dataset/x%d\",\"priceRaw\":\"1\"}"
                        .formatted(i, firstHost + i % 3, i))
            .collect(Collectors.joining(",", "{\"services\":[", "]}")));
  }

  @Test
  void a_catalog_of_very_many_rows_does_not_take_the_turn_of_a_later_one() throws Exception {
    serveHog("/hog0.json", 2);
    serveHog("/hog1.json", 5);
    serveCatalog(url("/dataset/pi"), TestAccounts.key(1).address());
    register(inline(file(url("/hog0.json"), named(0))));
    register(inline(file(url("/hog1.json"), named(1))));
    register(inline(file(url(CATALOG), named(2))));

    DiscoverOnChain.Result found = find();

    assertThat(pending(found, url("/hog1.json"))).isPositive();
    assertThat(pending(found, url(CATALOG))).isZero();
  }

  private static long pending(DiscoverOnChain.Result found, String url) {
    List<Listing> listings =
        Optional.ofNullable(found.catalogs().get(URI.create(url))).orElseThrow().listings();
    assertThat(listings).isNotEmpty();
    return listings.stream()
        .map(listing -> listing.verdict().orElseThrow())
        .filter(v -> v instanceof Verdict.Uncheckable(var code, _, _, _) && code.equals("pending"))
        .count();
  }

  private static String fault(DiscoverOnChain.Result found, String url) {
    return Optional.ofNullable(found.catalogs().get(URI.create(url)))
        .flatMap(CatalogSurvey.Surveyed::fault)
        .orElseThrow();
  }

  @Test
  void a_row_that_nobody_signed_is_only_claimed() throws Exception {
    serveCatalog(url("/dataset/pi"), TestAccounts.key(1).address());
    register(inline(file(url(CATALOG), named(0))));
    FoundRow row = find().rows().getFirst();
    assertThat(row.state()).isEqualTo(Standing.CLAIMED);
    assertThat(standing(row.findings(), Check.NAMES_AGENT)).isEqualTo(Standing.PROVEN);
    assertThat(standing(row.findings(), Check.SIGNED_LOG)).isEqualTo(Standing.CLAIMED);
    assertThat(standing(row.findings(), Check.ORIGIN)).isEqualTo(Standing.CLAIMED);
    assertThat(detail(row.findings(), Check.PAYEE)).isEqualTo("the agent's own account is paid");
    pages.put(RegistrationFile.WELL_KNOWN, file(url(CATALOG), named(0)));
    serveCatalog("https://elsewhere.example/dataset/pi", TestAccounts.key(2).address());
    row = find().rows().getFirst();
    assertThat(standing(row.findings(), Check.ORIGIN)).isEqualTo(Standing.PROVEN);
    assertThat(standing(row.findings(), Check.ENDPOINT)).isEqualTo(Standing.CLAIMED);
    assertThat(standing(row.findings(), Check.PAYEE)).isEqualTo(Standing.CLAIMED);
  }

  @Test
  void a_file_that_does_not_name_the_agent_back_proves_nothing_and_one_of_others_contradicts()
      throws Exception {
    serveCatalog(url("/dataset/pi"), TestAccounts.key(1).address());
    register(inline(file(url(CATALOG), "")));
    register(inline(file(url(CATALOG), named(0))));
    register(inline(file(url(CATALOG), named(0) + "," + named(2))));
    DiscoverOnChain.Result found = find();
    assertThat(found.agents())
        .extracting(agent -> standing(agent.findings(), Check.NAMES_AGENT))
        .containsExactly(Standing.CLAIMED, Standing.CONTRADICTED, Standing.PROVEN);
    assertThat(found.rows())
        .extracting(FoundRow::state)
        .containsExactly(Standing.CLAIMED, Standing.CLAIMED, Standing.CONTRADICTED);
  }

  @Test
  void a_file_of_this_number_in_another_registry_is_not_of_this_agent() throws Exception {
    String elsewhere = named(0).replace("eip155:31337", "eip155:1");
    register(inline(file(url(CATALOG), elsewhere)));
    assertThat(standing(find().agents().getFirst().findings(), Check.NAMES_AGENT))
        .isEqualTo(Standing.CONTRADICTED);
  }

  @Test
  void a_dead_host_and_a_catalog_of_100_MB_cost_the_others_nothing() throws Exception {
    serveCatalog(url("/dataset/pi"), TestAccounts.key(1).address());
    register(inline(file("http://127.0.0.1:1" + CATALOG, named(0))));
    register("http://127.0.0.1:1/agent.json");
    register(inline(file(url("/huge.json"), named(2))));
    register(url("/huge.json"));
    register("nonsense");
    register(inline(file("nonsense://", named(5))));
    register(inline(file(url(CATALOG), named(6))));
    DiscoverOnChain.Result found = find();
    assertThat(found.rows())
        .extracting(row -> row.agent().agent().agent())
        .containsExactly(AgentId.of(6));
    assertThat(fault(found, "http://127.0.0.1:1" + CATALOG)).contains("could not be asked");
    assertThat(fault(found, url("/huge.json"))).contains("262144");
    assertThat(detail(found.agents().get(3).findings(), Check.FILE)).contains("larger than 1 MiB");
    assertThat(taken).as("two answers of 100 MB").hasValueLessThan(HUGE);
  }

  @Test
  void private_addresses_are_not_asked_when_the_chain_is_not_a_local_one() throws Exception {
    serveCatalog(url("/dataset/pi"), TestAccounts.key(1).address());
    String https = url("").replace("http:", "https:");
    register(inline(file(url(CATALOG), named(0))));
    register(inline(file(https + CATALOG, named(1))));
    register(url("/agent.json"));
    register(https + "/agent.json");
    DiscoverOnChain.Result found = find(false);
    assertThat(found.rows()).isEmpty();
    assertThat(asked).isEmpty();
    assertThat(found.catalogs().values())
        .singleElement()
        .satisfies(catalog -> assertThat(catalog.fault().orElseThrow()).contains("is private"));
    assertThat(found.agents().getFirst().catalogs()).isEmpty();
  }

  @Test
  void a_gateway_that_lies_has_no_file_and_one_that_cannot_be_checked_is_only_claimed()
      throws Exception {
    String raw = "bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4";
    String block = "QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o";
    pages.put("/ipfs/" + raw, file(url(CATALOG), named(0)));
    pages.put("/ipfs/" + block, file(url(CATALOG), named(1)));
    register("ipfs://" + raw);
    register("ipfs://" + block);
    List<ChainAgent> agents = find().agents();
    assertThat(detail(agents.get(0).findings(), Check.FILE)).contains("not the file of that hash");
    assertThat(agents.get(0).catalogs()).isEmpty();
    assertThat(standing(agents.get(1).findings(), Check.FILE)).isEqualTo(Standing.CLAIMED);
    assertThat(detail(agents.get(1).findings(), Check.FILE)).contains("not checked");
    assertThat(agents.get(1).catalogs()).hasSize(1);
  }

  @Test
  void what_an_index_says_is_looked_up_on_the_chain() throws Exception {
    register(inline(file(url(CATALOG), named(0))));
    Address liar = TestAccounts.key(5).address();
    AgentIndex index =
        ask ->
            new ListedAgent.Page(
                List.of(
                    new ListedAgent(AgentId.of(0), liar, Optional.of("https://liar.example/")),
                    new ListedAgent(AgentId.of(77), liar, Optional.empty())),
                1_000);
    DiscoverOnChain.Result found = search(true).find(index, Query.ALL, Limits.DEFAULT);
    ChainAgent real = found.agents().get(0);
    assertThat(real.owner()).contains(TestAccounts.key(1).address());
    assertThat(real.catalogs()).hasSize(1);
    assertThat(detail(real.findings(), Check.AGENT)).contains("which does not count");
    assertThat(standing(found.agents().get(1).findings(), Check.AGENT))
        .isEqualTo(Standing.CONTRADICTED);
    assertThat(found.agentsLeftOut()).isEqualTo(998);
  }

  @Test
  void late_comers_push_nobody_out() throws Exception {
    register(inline(file(url(CATALOG), named(0))));
    for (int first = 1; first < 120; first += 20) {
      chain.registerMany(
          TestAccounts.key(2),
          IntStream.range(first, first + 20)
              .mapToObj(i -> inline(file(url(CATALOG), named(i))))
              .toList());
    }
    DiscoverOnChain.Result found = find();
    assertThat(found.agents()).hasSize(Limits.DEFAULT.agents());
    assertThat(found.agents().getFirst().agent().agent()).isEqualTo(AgentId.of(0));
    assertThat(found.agentsLeftOut()).isPositive();
    assertThat(asked.stream().filter(CATALOG::equals)).as("one catalog, asked once").hasSize(1);
  }

  @Test
  void an_index_that_answers_anything_else_is_a_failure_and_foreign_agents_are_not_taken() {
    AgentIndex index = AgentIndex.at(URI.create(url("/index")), http, chain.registry());
    pages.put("/index/api/v1/public/agents", "<html>");
    assertThatThrownBy(() -> index.agents(DATASETS))
        .isInstanceOfSatisfying(
            ObolException.class, e -> assertThat(e.exit()).isEqualTo(ObolException.Exit.NETWORK));
    String owner = TestAccounts.key(1).address().hex();
    String registry = chain.registry().address().hex();
    String record = "{\"agent_id\":\"%s\",\"token_id\":\"%s\",\"owner_address\":\"%s\"}";
    pages.put(
        "/index/api/v1/public/agents",
        "{\"data\":["
            + String.join(
                ",",
                record.formatted("31337:" + registry + ":4", "4", owner),
                record.formatted("1:" + registry + ":5", "5", owner),
                record.formatted("31337:" + registry + ":7", "6", owner),
                record.formatted("31337:" + registry + ":8", "8", "nobody"),
                "7")
            + "]}");
    assertThat(index.agents(DATASETS).agents())
        .extracting(ListedAgent::agent)
        .containsExactly(AgentId.of(4));
  }
}
