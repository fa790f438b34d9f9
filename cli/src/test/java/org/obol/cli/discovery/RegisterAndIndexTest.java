package org.obol.cli.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.obol.cli.CommandLineFixture;
import org.obol.cli.CommandLineFixture.Ran;
import org.obol.cli.StartedCommand;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;

/** A seller registers on the local chain, and an index of it finds the seller. */
@Timeout(180)
final class RegisterAndIndexTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private static Path folder;
  private static CommandLineFixture obol;
  private static StartedCommand devnet;
  private static int port;

  @BeforeAll
  static void start() throws IOException {
    obol = new CommandLineFixture(folder).withAnvil();
    devnet = obol.start("devnet", "--port", "0", "--json");
    port = URI.create(devnet.json().object("devnet").orElseThrow().requireText("rpc")).getPort();
  }

  @AfterAll
  static void stop() {
    devnet.close();
  }

  private static Ran register(String origin, String... more) {
    String[] words = new String[more.length + 6];
    System.arraycopy(
        new String[] {"register", "--origin", origin, "--name", "Ada's data", "--json"},
        0,
        words,
        0,
        6);
    System.arraycopy(more, 0, words, 6, more.length);
    return obol.run(words);
  }

  private static Json.Obj get(String url) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    return JsonReader.read(answer.body()).asObject("answer");
  }

  @Test
  void a_registered_seller_is_found_by_what_it_sells() throws Exception {
    Ran first = register("http://127.0.0.1:1", "--priced");
    assertThat(first.status()).as(first.err()).isZero();
    Json.Obj made = first.json();
    assertThat(made.requireText("agentId")).isEqualTo("0");
    assertThat(made.bool("registered")).contains(true);
    assertThat(made.requireInteger("gasUsed")).isPositive();
    assertThat(JsonReader.read(Files.readString(obol.home().resolve("agent-registration.json"))))
        .isEqualTo(made.object("file").orElseThrow());
    assertThat(made.object("file").orElseThrow().text()).contains("\"agentId\":0");

    Ran again = register("http://127.0.0.1:1", "--priced");
    assertThat(again.json().bool("registered")).contains(false);
    assertThat(again.json().list("transactions").orElseThrow()).isEmpty();

    try (StartedCommand indexer =
        obol.start("indexer", "--port", "0", "--poll-ms", "50", "--json")) {
      String url = indexer.json().requireText("url");
      while (!get(url + "/health").requireText("status").equals("ok")) {
        Thread.onSpinWait();
      }
      Json.Obj found =
          get(url + "/api/v1/public/agents?protocol=dataset")
              .list("data")
              .orElseThrow()
              .getFirst()
              .asObject("agent");
      assertThat(found.requireText("uri"))
          .isEqualTo("http://127.0.0.1:1/.well-known/agent-registration.json");
      assertThat(found.bool("x402_supported")).contains(true);
      assertThat(found.requireText("owner_address"))
          .isEqualToIgnoringCase(made.requireText("owner"));
    }
  }

  @Test
  void a_second_devnet_on_the_same_port_says_so_and_leaves_the_first_alone() throws IOException {
    Path file = obol.home().resolve("run/devnet.json");
    String before = Files.readString(file);
    Ran second = obol.run("devnet", "--port", Integer.toString(port));
    assertThat(second.status()).isEqualTo(1);
    assertThat(second.err())
        .contains("cannot listen on port " + port, "--port")
        .doesNotContain("Replacing", "os error");
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void an_account_without_code_is_no_registry() {
    String account = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    Ran ran = obol.run("discover", "--chain", "devnet", "--registry", account);
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("there is no contract at").containsIgnoringCase(account);
  }

  @Test
  void an_origin_that_will_be_gone_tomorrow_is_refused_on_a_real_chain() {
    for (String origin :
        new String[] {"https://a-b.trycloudflare.com", "http://node.example", "https://10.0.0.1"}) {
      Ran ran = register(origin, "--chain", "base-sepolia", "--rpc", "http://127.0.0.1:1");
      assertThat(ran.status()).as(origin).isEqualTo(4);
      assertThat(ran.failure().requireText("message")).contains("--force");
    }
    Ran forced =
        register(
            "https://a-b.trycloudflare.com",
            "--chain",
            "base-sepolia",
            "--rpc",
            "http://127.0.0.1:1",
            "--force");
    assertThat(forced.failure().requireText("message")).contains("--gas-key");
  }

  @Test
  void a_wrong_command_line_is_usage() {
    for (String[] words :
        new String[][] {
          {"register", "--origin", "https://a.example"},
          {"register", "--origin", "https://a.example/path", "--name", "a"},
          {"register", "--origin", "https://a.example", "--name", " "},
          {"register", "--origin", "https://a.example", "--name", "a", "--agent-id", "x"},
          {"register", "--origin", "https://a.example", "--name", "a", "--chain", "no:chain"},
          {"indexer", "--follow", "pending"},
          {"indexer", "--follow", "x"},
          {"indexer", "--window", "0"},
          {"indexer", "--port", "70000"},
          {"indexer", "--chain", "eip155:123456789", "--rpc", "http://127.0.0.1:1"},
          {"indexer", "--chain", "base"}
        }) {
      Ran ran = obol.run(words);
      assertThat(ran.status()).as("%s", (Object) words).isEqualTo(2);
      assertThat(ran.err()).as("%s", (Object) words).startsWith("error: ");
    }
  }

  @Test
  void a_node_of_another_chain_is_refused() throws Exception {
    String rpc =
        JsonReader.read(Files.readString(obol.home().resolve("run/devnet.json")))
            .asObject("devnet")
            .requireText("rpc");
    Ran ran = obol.run("indexer", "--chain", "base", "--rpc", rpc, "--db", folder + "/x.db");
    assertThat(ran.status()).as(ran.err()).isEqualTo(3);
  }
}
