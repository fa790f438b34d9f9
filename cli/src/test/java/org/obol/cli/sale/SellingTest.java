package org.obol.cli.sale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.cli.CommandLineFixture;
import org.obol.cli.CommandLineFixture.Ran;
import org.obol.cli.StartedCommand;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.dataset.sale.Offer;
import org.obol.dataset.sale.SellerRecord;
import org.obol.devnet.TestAccounts;
import org.obol.evm.Erc20;
import org.obol.evm.EvmClient;
import org.obol.evm.JsonRpc;
import org.obol.evm.RpcConfig;

/** The owner's commands on a real chain: devnet, publish at a price, sales, refund. */
final class SellingTest {

  private static final int MB = 1 << 20;
  private static final String PAYEE = "0x00000000000000000000000000000000000000b0";

  @TempDir private static Path folder;
  private static CommandLineFixture obol;
  private static StartedCommand devnet;
  private static Json.Obj chain;
  private static StartedCommand node;
  private static PaidJoinClient buyer;

  @BeforeAll
  static void open() throws IOException {
    obol = new CommandLineFixture(folder).withAnvil();
    devnet = obol.start("devnet", "--port", "0", "--json");
    chain = devnet.json().object("devnet").orElseThrow();
    sign("flat", 1);
    sign("sized", 5);
    sign("free", 3);
    assertThat(
            obol.run("dataset", "price", "sized", "--price-per-mb", "0.01", "--chain", "devnet")
                .status())
        .isZero();
    node =
        obol.start(
            "dataset",
            "publish",
            "flat",
            "sized",
            "--no-tunnel",
            "--port",
            "0",
            "--json",
            "--access-log",
            folder.resolve("access.log").toString());
    Json.Obj ready = node.json();
    assertThat(ready.object("sale")).as(ready.text()).isPresent();
    buyer = new PaidJoinClient(ready.requireText("public_url"), TestAccounts.key(2));
    assertThat(price("flat", "--price", "5.00", "--chain", "devnet", "--pay-to", PAYEE).status())
        .isZero();
  }

  @AfterAll
  static void close() {
    if (node != null) {
      node.close();
    }
    devnet.close();
    assertThat(obol.home().resolve("run/devnet.json")).doesNotExist();
  }

  private static void sign(String name, int halves) throws IOException {
    Path rows =
        obol.file(
            name + ".jsonl",
            "{\"text\":\"" + name + "x".repeat((MB / 2 * halves) - 12 - name.length()) + "\"}\n");
    assertThat(obol.run("dataset", "from", rows.toString(), "--name", name).status()).isZero();
  }

  private static Ran price(String id, String... options) {
    return obol.run(
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of("dataset", "price", id),
                java.util.Arrays.stream(options))
            .toArray(String[]::new));
  }

  @Test
  void a_sale_from_challenge_to_ledger() throws Exception {
    Json.Obj requirements = buyer.challenge("flat").requirements().getFirst().json();
    assertThat(requirements.requireText("amount")).isEqualTo("5000000");
    var offer = Offer.read(requirements.object("extra").flatMap(e -> e.get("offer")).orElseThrow());
    var record = SellerRecord.read(buyer.get("/.well-known/obol-seller.json?dataset=flat").body());
    var owner = offer.document().origin().owner();
    assertThat(record.isSignedBy(owner)).isTrue();
    assertThat(record.document().nodeKeys()).contains(offer.signer().orElseThrow());
    assertThat(record.document().payTo()).containsExactly(offer.document().payee());
    assertThat(offer.document().payee().address()).isEqualTo(new Address(PAYEE));

    HttpResponse<byte[]> answer = buyer.pay("flat");
    assertThat(answer.statusCode()).as(PaidJoinClient.text(answer)).isEqualTo(200);
    Json.Obj bought = JsonReader.read(answer.body(), MB).asObject("the answer");
    assertThat(bought.requireText("token")).isNotEmpty();
    String transaction = PaidJoinClient.transaction(answer);

    try (var rpc = new JsonRpc(RpcConfig.of(java.net.URI.create(chain.requireText("rpc"))))) {
      var client = new EvmClient(rpc);
      assertThat(client.receipt(Bytes32.parse(transaction)).orElseThrow().succeeded()).isTrue();
      assertThat(
              new Erc20(client, Address.parse(chain.requireText("asset")))
                  .balanceOf(new Address(PAYEE)))
          .isEqualTo(5_000_000);
    }
    sold(bought, transaction);
  }

  private static void sold(Json.Obj bought, String transaction) {
    Ran sales = obol.run("dataset", "sales", "flat", "--json");
    Json.Obj sale = sales.json().list("sales").orElseThrow().getFirst().asObject("a sale");
    assertThat(sale.requireText("transaction")).isEqualTo(transaction);
    assertThat(sale.requireText("amount")).isEqualTo("5.00");
    assertThat(sale.requireText("symbol")).isEqualTo("USDC");
    assertThat(sale.requireText("payer")).isEqualTo(buyer.payer().checksummed());
    assertThat(sale.requireText("entitlement")).isEqualTo(bought.requireText("entitlement"));
    assertThat(sale.requireText("access")).isEqualTo("active");
    Ran people = obol.run("dataset", "sales", "--all");
    assertThat(people.out()).contains(transaction, "5.00 USDC", "Total: ");
    assertThat(obol.run("dataset", "sales", "free").out()).startsWith("nothing was sold");

    Ran noted =
        obol.run("dataset", "refund", transaction, "--note", "=HYPERLINK(\"x\") wrong file");
    assertThat(noted.status()).as(noted.err()).isZero();
    assertThat(noted.out()).contains("moves no money");
    Ran csv = obol.run("dataset", "sales", "flat", "--csv");
    assertThat(csv.lines().getFirst()).startsWith("time,dataset,version,payer,amount,symbol");
    assertThat(csv.lines().get(1))
        .contains("flat,1," + buyer.payer().checksummed() + ",5.00,USDC")
        .contains("\"'=HYPERLINK(\"\"x\"\") wrong file\"");
    assertThat(obol.run("dataset", "refund", "0x" + "1".repeat(64), "--note", "x").status())
        .isEqualTo(1);
  }

  @Test
  void a_price_by_size_is_multiplied() throws Exception {
    assertThat(buyer.challenge("sized").requirements().getFirst().amount().toString())
        .isEqualTo("25000");
  }

  @Test
  void a_running_node_asks_the_new_price() throws Exception {
    assertThat(price("sized", "--price", "7").status()).isZero();
    assertThat(buyer.challenge("sized").requirements().getFirst().amount().toString())
        .isEqualTo("7000000");
    price("sized", "--off");
    assertThat(buyer.get("/dataset/sized/join/paid?version=1").statusCode()).isEqualTo(503);
    price("sized", "--price-per-mb", "0.01", "--chain", "devnet");
    assertThat(buyer.challenge("sized").requirements().getFirst().amount().toString())
        .isEqualTo("25000");
  }

  @Test
  void test_dollars_come_from_nowhere() {
    String account = "0x00000000000000000000000000000000000000F1";
    String lower = account.toLowerCase(java.util.Locale.ROOT);
    Ran ran = obol.run("devnet", "fund", lower, "--amount", "2.5");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("has got 2.50 USDC");
    assertThat(obol.run("devnet", "fund", lower, "--amount", "0").status()).isEqualTo(2);
    assertThat(obol.run("devnet", "fund", lower, "--amount", "0.0000001").status()).isEqualTo(2);
  }

  @Test
  void a_chain_that_is_not_the_one_of_the_price_is_noticed() {
    Ran ran =
        obol.run(
            "dataset",
            "publish",
            "free",
            "--price",
            "1",
            "--chain",
            "base",
            "--rpc",
            chain.requireText("rpc"),
            "--facilitator",
            "http://127.0.0.1:9");
    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.err()).contains("leads to eip155:31337 and not to eip155:8453");
    Ran unfunded =
        obol.run(
            "dataset",
            "publish",
            "free",
            "--price",
            "1",
            "--chain",
            "devnet",
            "--gas-key",
            emptyKey());
    assertThat(unfunded.status()).isEqualTo(1);
    assertThat(unfunded.err()).contains("has nothing on");
    assertThat(obol.run("dataset", "price", "free").out()).startsWith("free is not sold");
  }

  @Test
  void another_process_settles_for_those_who_have_its_token() throws Exception {
    String token = obol.file("token", "0123456789abcdef0123456789abcdef\n").toString();
    try (var facilitator =
            obol.start("facilitator", "--port", "0", "--token-file", token, "--json");
        var other = publishedWith(facilitator.json().requireText("url"), token)) {
      var second = new PaidJoinClient(other.json().requireText("public_url"), TestAccounts.key(3));
      HttpResponse<byte[]> answer = second.pay("far");
      assertThat(answer.statusCode()).as(PaidJoinClient.text(answer)).isEqualTo(200);
    }
  }

  private static StartedCommand publishedWith(String facilitator, String token) throws IOException {
    var client = new PaidJoinClient(facilitator, TestAccounts.key(3));
    try {
      assertThat(client.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(client.get("/supported").statusCode()).isEqualTo(401);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    sign("far", 1);
    String[] words = {
      "dataset",
      "publish",
      "far",
      "--price",
      "1",
      "--chain",
      "devnet",
      "--port",
      "0",
      "--no-tunnel",
      "--json",
      "--facilitator",
      facilitator
    };
    Ran refused = obol.run(words);
    assertThat(refused.status()).isEqualTo(5);
    assertThat(refused.err()).contains("/supported with status 401");
    return obol.start(
        java.util.stream.Stream.concat(
                java.util.Arrays.stream(words),
                java.util.stream.Stream.of("--facilitator-token-file", token))
            .toArray(String[]::new));
  }

  @Test
  void a_facilitator_in_the_open_needs_tls() {
    Ran ran = obol.run("facilitator", "--host", "0.0.0.0", "--port", "0");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("not loopback");
    Ran keyless = obol.run("facilitator", "--chain", "base", "--rpc", "http://127.0.0.1:9");
    assertThat(keyless.status()).isEqualTo(2);
    assertThat(keyless.err()).contains("--gas-key");
  }

  private static String emptyKey() {
    Path file = obol.path("gas.key");
    org.obol.crypto.KeyFile.write(file, org.obol.crypto.PrivateKey.generate());
    return file.toString();
  }
}
