package org.obol.cli.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.obol.cli.CommandLineFixture;
import org.obol.cli.CommandLineFixture.Ran;
import org.obol.cli.StartedCommand;
import org.obol.crypto.Json;
import org.obol.devnet.TestAccounts;
import org.obol.discovery.registry.IdentityRegistry;
import org.obol.discovery.registry.KnownRegistries;
import org.obol.evm.ChainId;
import org.obol.evm.EvmClient;
import org.obol.evm.GasAccount;
import org.obol.evm.GasAccountConfig;
import org.obol.evm.JsonRpc;
import org.obol.evm.RpcConfig;
import org.obol.evm.TransactionRequest;

/** A node that sells is registered on the local chain, others too, and a buyer looks there. */
@Timeout(300)
final class ChainDiscoveryTest {

  @TempDir private static Path folder;
  private static CommandLineFixture seller;
  private static CommandLineFixture buyer;
  private static StartedCommand devnet;
  private static StartedCommand node;
  private static String rpc;
  private static String url;
  private static Json.Obj made;

  @BeforeAll
  static void open() throws IOException {
    seller = new CommandLineFixture(folder.resolve("seller")).withAnvil();
    buyer = new CommandLineFixture(folder.resolve("buyer")).at(InstantSource.system());
    devnet = seller.start("devnet", "--port", "0", "--json");
    rpc = devnet.json().object("devnet").orElseThrow().requireText("rpc");
    Path rows = seller.file("pi.jsonl", "{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
    Ran signed = seller.run("dataset", "from", rows.toString(), "--name", "pi", "--json");
    assertThat(signed.status()).as(signed.err()).isZero();
    made = signed.json();
    node =
        seller.start(
            "dataset",
            "publish",
            "pi",
            "--no-tunnel",
            "--port",
            "0",
            "--json",
            "--price",
            "5",
            "--chain",
            "devnet",
            "--access-log",
            folder.resolve("access.log").toString());
    url = node.json().requireText("public_url");
    Ran registered =
        seller.run("register", "--origin", url, "--name", "Ada's data", "--priced", "--json");
    assertThat(registered.status()).as(registered.err()).isZero();
    register("data:application/json," + file(1, url + "/api/services.json"));
    register(url + "/.well-known/agent-registration.json");
  }

  @AfterAll
  static void close() {
    node.close();
    devnet.close();
  }

  /** Somebody else makes an agent that calls itself a seller of datasets. */
  private static void register(String uri) {
    try (var connection = new JsonRpc(RpcConfig.of(URI.create(rpc)));
        var account =
            new GasAccount(
                new EvmClient(connection),
                new ChainId(31337),
                TestAccounts.key(4),
                GasAccountConfig.standard())) {
      var call =
          IdentityRegistry.registerCall(
              uri, Map.of(IdentityRegistry.SERVICE_TYPE, IdentityRegistry.text("dataset")));
      assertThat(account.execute(TransactionRequest.call(KnownRegistries.TEST, call)).succeeded())
          .isTrue();
    }
  }

  private static String file(long agent, String catalog) {
    return """
    {"name":"thief","services":[{"name":"obol-catalog","endpoint":"%s"}],\
    "registrations":[{"agentId":%d,"agentRegistry":"eip155:31337:%s"}]}\
    """
        .formatted(catalog, agent, KnownRegistries.TEST.hex());
  }

  private static Ran discover(String... more) {
    List<String> words = new ArrayList<>(List.of("discover", "--chain", rpc));
    words.addAll(List.of("--registry", KnownRegistries.TEST.hex()));
    words.addAll(List.of(more));
    Ran ran = buyer.run(words.toArray(String[]::new));
    assertThat(ran.status()).as(ran.err()).isZero();
    return ran;
  }

  private static Json.Obj row(Json.Obj answer, String agent) {
    return answer.list("found").orElseThrow().stream()
        .map(row -> row.asObject("row"))
        .filter(row -> row.requireText("agentId").equals(agent))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> states(List<Json> found) {
    return found.stream()
        .map(json -> json.asObject("row"))
        .map(row -> row.requireText("agentId") + " " + row.requireText("state"))
        .toList();
  }

  private static List<String> checks(Json.Obj row, String standing) {
    return row.list(standing).orElseThrow().stream()
        .map(finding -> finding.asObject("finding").requireText("check"))
        .toList();
  }

  @Test
  void a_registered_node_is_proven_from_the_chain_to_the_bytes() {
    Json.Obj answer = discover("--json").json();
    Json.Obj honest = row(answer, "0");
    assertThat(honest.requireText("state")).as(honest.text()).isEqualTo("proven");
    assertThat(checks(honest, "proven"))
        .containsExactly(
            "agent",
            "registrationFile",
            "namesAgent",
            "catalog",
            "catalogOrigin",
            "endpoint",
            "signedLog",
            "payee",
            "price",
            "seller");
    assertThat(honest.requireText("manifestHash")).isEqualTo(made.requireText("manifestHash"));
    assertThat(honest.requireText("fileHash")).isEqualTo(made.requireText("fileHash"));
    assertThat(honest.list("buy").orElseThrow()).contains(Json.of(url), Json.of("--owner"));
  }

  @Test
  void an_index_leads_to_the_same_rows() throws Exception {
    try (StartedCommand indexer =
        seller.start("indexer", "--port", "0", "--poll-ms", "50", "--json")) {
      String index = indexer.json().requireText("url");
      List<Json> found = List.of();
      // The index is behind the chain until it has read it.
      while (found.size() < 3) {
        found = discover("--indexer", index, "--json").json().list("found").orElseThrow();
      }
      assertThat(states(found))
          .isEqualTo(states(discover("--json").json().list("found").orElseThrow()));
    }
  }

  @Test
  void those_that_were_not_looked_at_are_counted_and_the_way_to_them_is_named() {
    Ran one = discover("--max-agents", "1");
    assertThat(one.lines())
        .contains("Looked at 1 of 3 agents or more; --max-agents looks at others");
    Json.Obj all = discover("--json").json();
    assertThat(all.requireInteger("agentsLeftOut")).isZero();
    assertThat(all.object("unreached").orElseThrow().text())
        .isEqualTo("{\"agents\":0,\"catalogs\":0,\"rows\":0}");
    // Agent 0 was registered first, agent 2 says of itself that it is Ada's data, too.
    assertThat(discover("--max-agents", "1", "pi").out()).contains("proven");
  }

  @Test
  void words_and_price_narrow_it_and_nothing_is_no_error() {
    assertThat(discover("pi", "--max-price", "5").out()).contains("obol buy");
    assertThat(discover("--max-price", "4").lines()).containsExactly("nothing was found");
    assertThat(discover("unheard-of").lines()).containsExactly("nothing was found");
  }

  @Test
  void a_wrong_command_line_or_a_dead_node_is_said() {
    for (String[] words :
        new String[][] {
          {"discover", "--chain", rpc, "--router", "http://127.0.0.1:1"},
          {"discover", "--chain", rpc, "--rpc", rpc},
          {"discover", "--chain", rpc, "--from-block", "-1"},
          {"discover", "--chain", rpc, "--max-agents", "0"},
          {"discover", "--chain", rpc, "--max-agents", "10001"},
          {"discover", "--chain", rpc, "--timeout", "0"},
          {"discover", "--chain", rpc, "--timeout", "3601"},
          {"discover", "--chain", "nowhere"},
          {"discover", "--chain", "http:nothing"}
        }) {
      assertThat(buyer.run(words).status()).as("%s", (Object) words).isEqualTo(2);
    }
    assertThat(buyer.run("discover", "--chain", "http://127.0.0.1:1").status()).isEqualTo(5);
    assertThat(buyer.run("discover", "--chain", "base", "--rpc", rpc).status()).isEqualTo(3);
  }

  @Test
  void who_points_at_a_catalog_of_somebody_else_is_contradicted_and_comes_last() {
    Json.Obj answer = discover("--json").json();
    Json.Obj thief = row(answer, "1");
    assertThat(thief.requireText("state")).isEqualTo("contradicted");
    assertThat(checks(thief, "contradicted")).containsExactly("catalogOrigin");
    assertThat(thief.get("buy")).isEmpty();
    assertThat(checks(row(answer, "2"), "contradicted"))
        .as("the file is another agent's")
        .containsExactly("namesAgent", "catalogOrigin");
    assertThat(answer.list("found").orElseThrow().getFirst().asObject("row").requireText("agentId"))
        .isEqualTo("0");
    String people = discover().out();
    assertThat(people).contains("contradicted: catalogOrigin:", "obol buy dataset " + url);
  }
}
