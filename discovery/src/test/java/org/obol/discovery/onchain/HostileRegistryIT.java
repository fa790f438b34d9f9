package org.obol.discovery.onchain;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.obol.devnet.TestAccounts;
import org.obol.discovery.indexer.AgentIndex;
import org.obol.discovery.indexer.ListedAgent;
import org.obol.discovery.onchain.DiscoverOnChain.Limits;
import org.obol.discovery.registry.AgentId;
import org.obol.discovery.registry.IdentityRegistry;
import org.obol.discovery.registry.TestRegistryChain;
import org.obol.discovery.router.Query;
import org.obol.http.EnvironmentProxy;
import org.obol.http.GuardedClient;

/** A registry full of agents whose hosts never finish, each host another one. */
@Timeout(300)
final class HostileRegistryIT {

  private static final int AGENTS = Boolean.getBoolean("obol.long") ? 10_000 : 1_000;

  /** Behind a dozen slow hosts. */
  private static final int HONEST = 50;

  private static final int IN_A_TRANSACTION = 50;
  private static final Duration TIME = Duration.ofSeconds(8);

  private final TestRegistryChain chain = new TestRegistryChain();
  private final GuardedClient http = new GuardedClient(new EnvironmentProxy(Map.of()));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger dripping = new AtomicInteger();
  private final AtomicInteger secrets = new AtomicInteger();
  private HttpServer server;
  private HttpServer secret;

  @BeforeEach
  void serve() throws IOException {
    // At every address of 127/8, so that each agent can have a host of its own.
    server = HttpServer.create(new InetSocketAddress(0), 1_000);
    server.setExecutor(threads);
    server.createContext("/drip", this::drip);
    server.createContext("/redirect", this::redirect);
    server.createContext("/rows/", this::rows);
    server.createContext("/", exchange -> send(exchange, 404, ""));
    server.start();
    secret = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    secret.createContext(
        "/",
        exchange -> {
          int ignored = secrets.incrementAndGet();
          send(exchange, 200, "{}");
        });
    secret.start();
  }

  @AfterEach
  void close() {
    closed.countDown();
    server.stop(0);
    secret.stop(0);
    threads.shutdownNow();
    http.close();
    chain.close();
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** One byte, and the rest when the test is over. */
  private void drip(HttpExchange exchange) throws IOException {
    int ignored = dripping.incrementAndGet();
    try (exchange) {
      exchange.sendResponseHeaders(200, 1_000);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void redirect(HttpExchange exchange) throws IOException {
    exchange
        .getResponseHeaders()
        .add("Location", "http://127.0.0.1:" + secret.getAddress().getPort() + "/secret");
    send(exchange, 302, "");
  }

  /** One row, whose dataset is at {@code /drip} of the same host or nowhere. */
  private void rows(HttpExchange exchange) throws IOException {
    String at = "http://" + exchange.getRequestHeaders().getFirst("Host");
    boolean honest = exchange.getRequestURI().getPath().equals("/rows/honest.json");
    send(
        exchange,
        200,
        """
        {"services":[{"name":"%s","type":"dataset","endpoint":"%s/%s/dataset/pi",\
        "priceRaw":"1"}]}\
        """
            .formatted(honest ? "honest" : "slow", at, honest ? "none" : "drip"));
  }

  private String host(int agent) {
    return "http://127.%d.%d.%d:%d"
        .formatted(
            1 + agent / 62_500, agent / 250 % 250, 1 + agent % 250, server.getAddress().getPort());
  }

  private String file(int agent, String catalog) {
    return "data:application/json,"
        + """
        {"name":"a","services":[{"name":"obol-catalog","endpoint":"%s"}],\
        "registrations":[{"agentId":%d,"agentRegistry":"%s"}]}\
        """
            .formatted(catalog, agent, chain.registry());
  }

  private String uri(int agent) {
    if (agent == HONEST) {
      return file(agent, host(agent) + "/rows/honest.json");
    }
    return switch (agent % 4) {
      case 0 -> host(agent) + "/drip/agent.json";
      case 1 -> file(agent, host(agent) + "/drip/services.json");
      case 2 -> host(agent) + "/redirect/agent.json";
      default -> file(agent, host(agent) + "/rows/slow.json");
    };
  }

  /** An index that has them all; only the chain is believed. */
  private static ListedAgent.Page all(AgentIndex.Ask ask) {
    int first = (ask.page() - 1) * AgentIndex.PAGE;
    List<ListedAgent> page = new ArrayList<>();
    for (int i = first; i < Math.min(AGENTS, first + AgentIndex.PAGE); i++) {
      page.add(new ListedAgent(AgentId.of(i), TestAccounts.key(2).address(), Optional.empty()));
    }
    return new ListedAgent.Page(page, AGENTS);
  }

  private void register() {
    for (int first = 0; first < AGENTS; first += IN_A_TRANSACTION) {
      List<String> uris = new ArrayList<>();
      for (int i = first; i < first + IN_A_TRANSACTION; i++) {
        uris.add(uri(i));
      }
      chain.registerMany(TestAccounts.key(2), uris);
    }
  }

  @Test
  void it_costs_its_time_and_no_more_and_the_honest_are_found_among_those_that_were_reached()
      throws Exception {
    register();
    var search =
        new DiscoverOnChain(
            new IdentityRegistry(chain.devnet().client(), chain.registry()),
            http,
            true,
            Optional.empty(),
            InstantSource.system());
    long begun = System.nanoTime();

    DiscoverOnChain.Result found =
        search.find(HostileRegistryIT::all, Query.ALL, new Limits(Limits.MOST_AGENTS, TIME));

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(TIME.multipliedBy(3));
    assertThat(dripping).hasPositiveValue();
    assertThat(secrets).as("redirects to another origin").hasValue(0);
    assertThat(found.agents().size() + found.unreached().agents()).isEqualTo(AGENTS);
    assertThat(found.unreached().agents()).isPositive();
    assertThat(found.rows())
        .filteredOn(row -> row.listing().entry().name().equals("honest"))
        .extracting(row -> row.agent().agent().agent())
        .containsExactly(AgentId.of(HONEST));
  }
}
