package org.obol.cli.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.cli.CommandLineFixture;
import org.obol.cli.CommandLineFixture.Ran;
import org.obol.cli.StartedCommand;
import org.obol.crypto.Json;

final class DiscoveryCommandsTest {

  private static final String ROW =
      """
      {"name":"pi-sessions","namespace":"default","type":"dataset","endpoint":"%s","price":"0.01 USDC/request",\
      "priceRaw":"2.5","priceUnit":"perRequest","priceAtomicUnits":"2500000",\
      "payTo":"0x1111111111111111111111111111111111111111","network":"base-sepolia","description":"Coding sessions",\
      "isDemo":false,"datasetVersion":"3","datasetSizeBytes":5242880}\
      """;

  @TempDir private Path folder;
  private CommandLineFixture obol;
  private HttpServer server;
  private volatile String catalog = "[]";

  @BeforeEach
  void start() throws IOException {
    obol = new CommandLineFixture(folder);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/services.json",
        exchange -> {
          byte[] body = catalog.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void what_is_found_is_shown_with_the_command_that_buys_it() {
    catalog = "[" + ROW.formatted("https://node.example/dataset/pi-sessions") + "]";
    Ran ran = obol.run("discover", "--router", url(), "coding sessions", "--max-price", "5");
    assertThat(ran.status()).isZero();
    assertThat(ran.lines().get(0))
        .matches("NAME +VERSION +SIZE +PRICE +LICENCE +OWNER +STATE +ENDPOINT");
    assertThat(ran.lines().get(1))
        .matches("pi-sessions +3 +5.2 MB +2.5 USDC +- +- +unsigned +https://node.*");
    assertThat(ran.lines().get(2))
        .isEqualTo(
            "  obol buy dataset https://node.example --id pi-sessions --version 3 --join"
                + " --max-price 2.5");
    assertThat(obol.run("discover", "--router", url(), "--max-price", "2").lines())
        .containsExactly("nothing was found");
  }

  @Test
  void the_router_may_come_from_the_environment_and_the_answer_be_json() {
    catalog = "[" + ROW.formatted("https://node.example/dataset/pi-sessions") + "]";
    obol.with("OBOL_ROUTER", url());
    Json.Obj answer = obol.run("discover", "--json").json();
    assertThat(answer.requireInteger("total")).isEqualTo(1);
    Json.Obj found = answer.list("found").orElseThrow().getFirst().asObject("it");
    assertThat(found.list("buy").orElseThrow().getFirst()).isEqualTo(Json.of("obol"));
    assertThat(found.object("offer").orElseThrow().requireText("name")).isEqualTo("pi-sessions");
  }

  @Test
  void hostile_text_reaches_neither_the_terminal_nor_the_shell() {
    catalog =
        "["
            + ROW.formatted("https://node.example/a';$(reboot)&b/dataset/pi-sessions")
                .replace(
                    "\"name\":\"pi-sessions\"",
                    "\"name\":\"\\u202egpj\\u001b[31m\\u200b\\u2028\\u061c<b>\"")
            + "]";
    Ran ran = obol.run("discover", "--router", url());
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).contains("?gpj?[31m???<b>");
    assertThat(ran.out().codePoints().filter(c -> c != '\n' && c != '\r'))
        .noneMatch(
            c ->
                Character.getType(c) == Character.CONTROL
                    || Character.getType(c) == Character.FORMAT);
    assertThat(ran.out())
        .contains("obol buy dataset 'https://node.example/a'\\'';$(reboot)&b' --id pi-sessions");
  }

  @Test
  void a_contradicted_row_comes_without_a_command() {
    catalog =
        "["
            + ROW.formatted("https://node.example/dataset/pi-sessions")
                .replace(
                    "\"isDemo\"",
                    "\"x-verification\":{\"state\":\"contradicted\",\"field\":\"payTo\",\"detail\":\"no\","
                        + "\"checkedAt\":\"2026-06-14T12:00:00Z\"},\"isDemo\"")
            + "]";
    Ran ran = obol.run("discover", "--router", url());
    assertThat(ran.out()).contains("do not buy, payTo: no").doesNotContain("obol buy");
  }

  @Test
  void without_a_router_or_with_a_bad_one_it_is_usage() {
    assertThat(obol.run("discover", "x").status()).isEqualTo(2);
    assertThat(obol.run("discover", "--router", "http://a b").status()).isEqualTo(2);
    assertThat(obol.run("discover", "--router", "file:///etc/passwd").status()).isEqualTo(2);
    assertThat(obol.run("discover", "--router", url(), "--limit", "0").status()).isEqualTo(2);
    assertThat(obol.run("discover", "--router", url(), "--max-price", "-1").status()).isEqualTo(2);
    assertThat(obol.run("discover", "--router", "http://127.0.0.1:1").status()).isEqualTo(5);
  }

  @Test
  void a_catalog_is_shown_with_what_is_wrong_in_it() {
    catalog = "{\"offers\":[" + ROW.formatted("https://node.example/dataset/pi-sessions") + "]}";
    Ran right = obol.run("catalog", "show", url());
    assertThat(right.status()).isZero();
    assertThat(right.lines().getFirst()).isEqualTo("1 offer, shape offers");
    catalog = "[{\"name\":\"x\",\"endpoint\":\"/x\"},7]";
    Ran wrong = obol.run("catalog", "show", url());
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.out())
        .contains("wrong: offer 1: field \"payTo\" is missing")
        .contains("wrong: offer 2: an offer must be a JSON object");
    assertThat(obol.run("catalog", "show", url(), "--json").json().requireText("shape"))
        .isEqualTo("array");
    catalog = "<html>";
    assertThat(obol.run("catalog", "show", url()).status()).isEqualTo(1);
  }

  @Test
  void a_port_that_is_none_and_half_a_certificate_are_refused_before_anything_is_asked() {
    String[] router = {"router", "--member", "a=http://127.0.0.1:1"};
    assertThat(obol.run(with(router, "--port", "70000")).err()).contains("--port 70000");
    assertThat(obol.run(with(router, "--tls-key", "k.pem")).err()).contains("belong together");
    obol.with("PORT", "first");
    Ran refused = obol.run(router);
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("variable PORT");
  }

  private static String[] with(String[] command, String... more) {
    return Stream.of(command, more).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void a_router_runs_as_the_reference_starts_it_and_never_shows_the_key() {
    catalog = "[" + ROW.formatted("/dataset/pi-sessions") + "]";
    String key = "4c0883a69102937d6231471b5dbb6204fe512961708279f2e3e8a5d4b8e3e3e1";
    obol.with("OBOL_ROUTER_MEMBERS", "seller1=" + url())
        .with("OBOL_ROUTER_ALLOW_PRIVATE", "1")
        .with("PORT", "0")
        .with("ROUTER_CHAIN", "base-sepolia")
        .with("ROUTER_BUYER_KEY_HEX", key);
    try (StartedCommand router = obol.start("router", "--json")) {
      Json.Obj ready = router.json();
      assertThat(ready.text()).doesNotContain(key);
      assertThat(ready.requireText("unused")).isEqualTo("ROUTER_CHAIN, ROUTER_BUYER_KEY_HEX");
      assertThat(ready.list("members")).contains(List.of(Json.of("seller1")));
      Ran found = obol.run("discover", "--router", ready.requireText("url"));
      while (found.status() != 0) {
        // Not ready is 503 until the first sweep is over.
        assertThat(found.err()).contains("503");
        found = obol.run("discover", "--router", ready.requireText("url"));
      }
      assertThat(found.out()).contains(url() + "/dataset/pi-sessions");
    }
  }

  @Test
  void a_router_says_at_once_whom_it_does_not_ask() {
    try (StartedCommand router =
        obol.start("router", "--member", "here=" + url(), "--port", "0", "--json")) {
      assertThat(router.json().requireText("notAsked")).isEqualTo("here");
    }
  }

  @Test
  void a_router_without_members_or_with_bad_ones_is_usage() {
    assertThat(obol.run("router").status()).isEqualTo(2);
    assertThat(obol.run("router", "--member", "x").status()).isEqualTo(2);
    assertThat(obol.run("router", "--member", "a=https://a.example", "--port", "70000").status())
        .isEqualTo(2);
    assertThat(obol.run("router", "--members-file", folder.resolve("no").toString()).status())
        .isEqualTo(2);
    assertThat(obol.run("router", "--member", "a=https://a.example", "--refresh", "0").status())
        .isEqualTo(2);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
