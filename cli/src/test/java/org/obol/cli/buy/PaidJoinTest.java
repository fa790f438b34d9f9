package org.obol.cli.buy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.cli.CommandLineFixture;
import org.obol.cli.CommandLineFixture.Ran;
import org.obol.crypto.Json;
import org.obol.crypto.KeyFile;
import org.obol.crypto.PrivateKey;
import org.obol.devnet.Anvil;
import org.obol.devnet.Devnet;
import org.obol.devnet.DevnetConfig;
import org.obol.devnet.TestAccounts;

/** Buying by the command line from a real node, with real payments on a real chain. */
final class PaidJoinTest {

  private static final BigInteger PRICE = BigInteger.valueOf(5_000_000);
  private static Devnet chain;

  @TempDir private Path folder;
  private PaidSeller seller;
  private CommandLineFixture obol;
  private Path out;

  @BeforeAll
  static void startChain() {
    Path shared = Path.of("..", "devnet", "target", "anvil");
    chain = Devnet.start(DevnetConfig.of(Anvil.install(shared)));
  }

  @AfterAll
  static void stopChain() {
    chain.close();
  }

  @BeforeEach
  void open() throws IOException {
    seller = new PaidSeller(Files.createDirectory(folder.resolve("owner")), chain);
    obol =
        new CommandLineFixture(Files.createDirectory(folder.resolve("buyer")))
            .at(InstantSource.system())
            .typing("open sesame");
    out = obol.path("bought.jsonl");
    Path key = obol.path("buyer.key");
    KeyFile.write(key, TestAccounts.key(2));
    Ran wallet = obol.run("wallet", "import", key.toString());
    assertThat(wallet.status()).as(wallet.err()).isZero();
    seller.announce(obol.home());
  }

  @AfterEach
  void close() {
    seller.close();
  }

  private Ran buy(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("buy", "dataset", seller.url(), "--id", "pi", "--out", out.toString()));
    words.add("--join");
    words.addAll(List.of(more));
    return obol.run(words.toArray(String[]::new));
  }

  private Ran buyAtOnce() {
    return buy("--yes", "--max-price", "5", "--owner", seller.owner().hex());
  }

  @Test
  void a_model_trained_on_it_proves_version_and_receipt() {
    assertThat(buyAtOnce().status()).isZero();
    Path base = obol.path("tiny");
    assertThat(obol.run("finetune", "base-init", base.toString()).status()).isZero();
    String run = obol.path("run").toString();
    List<String> inputs = List.of("--dataset", out.toString(), "--base-model", base.toString());

    Ran trained =
        finetune(
            inputs,
            "--out",
            run,
            "--rank",
            "2",
            "--max-length",
            "64",
            "--targets",
            "q_proj",
            "--held-out",
            "0.5",
            "--backend",
            "jvm");

    assertThat(trained.status()).as(trained.err() + trained.out()).isZero();
    Ran verified = finetune(inputs, "verify", run, "--owner", seller.owner().hex(), "--rerun");
    assertThat(verified.status()).as(verified.out()).isZero();
    assertThat(verified.lines().getFirst()).startsWith("VERIFIED");
    assertThat(verified.out()).doesNotContain("SKIPPED", "FAIL");
    Ran foreign =
        finetune(inputs, "verify", run, "--owner", TestAccounts.key(7).address().hex(), "--json");
    assertThat(foreign.status()).isEqualTo(3);
    Ran claimed = obol.run("finetune", "verify", run);
    assertThat(claimed.status()).isEqualTo(3);
    assertThat(claimed.lines().getFirst()).startsWith("CLAIMED, NOT PROVEN");
  }

  @Test
  void bytes_that_nobody_signed_are_trained_on_only_when_asked_and_never_verify()
      throws IOException {
    Path base = obol.path("tiny");
    obol.run("finetune", "base-init", base.toString());
    List<String> inputs =
        List.of("--dataset", seller.file.toString(), "--base-model", base.toString());

    Ran refused = finetune(inputs, "--backend", "mock");
    assertThat(refused.status()).isEqualTo(3);
    assertThat(refused.err()).contains("nobody is known to have signed");
    assertThat(finetune(inputs, "--log", out.toString()).status()).isEqualTo(2);

    String run = obol.path("run").toString();
    Ran trained =
        finetune(
            inputs, "--backend", "mock", "--unverified-dataset", "--out", run, "--held-out", "0.5");
    assertThat(trained.status()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("UNVERIFIED");
    assertThat(obol.run("finetune", "verify", run).status()).isEqualTo(3);
    Ran dry =
        finetune(
            inputs,
            "--dry-run",
            "--unverified-dataset",
            "--out",
            run + "2",
            "--held-out",
            "1",
            "--max-records",
            "1");
    assertThat(dry.status()).as(dry.err()).isZero();
    assertThat(dry.out()).contains("1 record to train on, 1 held out", "Nothing was trained");
    assertThat(finetune(inputs, "--dry-run", "--held-out", "1.5").status()).isEqualTo(2);
  }

  private Ran finetune(List<String> inputs, String... words) {
    List<String> line = new ArrayList<>(List.of("finetune"));
    line.addAll(List.of(words));
    line.addAll(inputs);
    return obol.run(line.toArray(String[]::new));
  }

  @Test
  void pays_once_downloads_and_remembers() throws IOException {
    BigInteger before = seller.till();
    Ran without = obol.run("buy", "dataset", seller.url(), "--id", "pi", "--out", out.toString());
    assertThat(without.status()).isEqualTo(4);
    assertThat(without.err()).contains("auth_required", "--device", "--join");

    Ran ran = buyAtOnce();

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(out).hasSameBinaryContentAs(seller.file);
    assertThat(seller.till().subtract(before)).isEqualTo(PRICE);
    assertThat(ran.out()).contains("Price     5 USDC", "whom you named", "settled");

    Ran again = buyAtOnce();
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(seller.till().subtract(before)).isEqualTo(PRICE);

    String page = seller.url() + "/dataset/pi";
    Ran plain = obol.run("buy", "dataset", page, "--id", "pi", "--out", out.toString());
    assertThat(plain.status()).as(plain.err()).isZero();

    Json.Obj listed = obol.run("purchases", "--json").json();
    Json.Obj purchase = listed.list("purchases").orElseThrow().getFirst().asObject("a purchase");
    assertThat(purchase.requireText("state")).isEqualTo("settled");
    assertThat(purchase.requireText("price")).isEqualTo("5");
    assertThat(purchase.requireText("transaction")).matches("0x[0-9a-f]{64}");
    String id = purchase.requireText("id");
    Ran shown = obol.run("purchases", "show", id);
    assertThat(shown.out()).contains("Receipt      signed", "State        settled", "pi v1");
    assertThat(obol.run("purchases", "list").out()).contains(id, "5 USDC", "settled");

    Path tokens = obol.home().resolve("purchases");
    try (var files = Files.list(tokens)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".token")).toList()) {
        Files.delete(file);
      }
    }
    Ran resumed = obol.run("purchases", "resume", id);
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(seller.till().subtract(before)).isEqualTo(PRICE);
    assertThat(tokens.resolve(id + ".token")).exists();
    assertThat(obol.run("purchases", "show", "obol-none").status()).isEqualTo(1);
  }

  @Test
  void a_fresh_home_signs_in_with_the_wallet_that_paid() throws IOException {
    BigInteger before = seller.till();
    assertThat(buyAtOnce().status()).isZero();
    for (String lost : List.of("buyer.db", "buyer.db-wal", "buyer.db-shm")) {
      Files.deleteIfExists(obol.home().resolve(lost));
    }
    try (var files = Files.list(obol.home().resolve("purchases"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }

    Ran ran = buyAtOnce();

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("signed in with the wallet");
    assertThat(seller.till().subtract(before)).isEqualTo(PRICE);
  }

  @Test
  void a_dry_run_shows_everything_and_signs_nothing() {
    BigInteger before = seller.till();

    Ran ran = buy("--dry-run");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("5 USDC on eip155:31337", PaidSeller.PAYEE.checksummed(), "NEW to you")
        .contains("Nothing was signed.");
    Json.Obj json = buy("--dry-run", "--json").json();
    assertThat(json.requireText("amount")).isEqualTo("5000000");
    assertThat(json.bool("ownerIsNew")).contains(true);

    assertThat(obol.run("purchases").out()).contains("Nothing was paid for yet.");
    assertThat(seller.till()).isEqualTo(before);
    assertThat(out).doesNotExist();
  }

  @Test
  void a_new_owner_is_confirmed_by_hand_and_yes_does_not_do_it() {
    BigInteger before = seller.till();
    Ran unattended = buy("--yes", "--max-price", "5");
    assertThat(unattended.status()).isEqualTo(4);
    assertThat(unattended.err()).contains("--owner " + seller.owner().checksummed());
    obol.answering("123456");
    assertThat(buy("--yes", "--max-price", "5").status()).isEqualTo(4);
    assertThat(seller.till()).isEqualTo(before);

    String owner = seller.owner().hex();
    obol.answering(owner.substring(owner.length() - 6), "5.00");
    Ran ran = buy();

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("type its last 6 characters", "To pay 5 USDC");
    assertThat(seller.till().subtract(before)).isEqualTo(PRICE);
  }

  @Test
  void nothing_is_paid_without_a_word_about_the_price() {
    BigInteger before = seller.till();
    String owner = seller.owner().hex();
    assertThat(buy("--owner", owner).err()).contains("--yes together with --max-price");
    assertThat(buy("--owner", owner, "--yes").status()).isEqualTo(4);
    obol.answering("50");
    assertThat(buy("--owner", owner).err()).contains("not the price");
    Ran dear = buy("--owner", owner, "--yes", "--max-price", "4.99");
    assertThat(dear.status()).isEqualTo(4);
    assertThat(dear.err()).contains("more than --max-price 4.99");
    assertThat(seller.till()).isEqualTo(before);
  }

  @Test
  void a_payment_that_was_begun_is_held_against_price_payee_and_wallet_too() throws IOException {
    BigInteger before = seller.till();
    Path key = obol.path("short.key");
    PrivateKey empty = PrivateKey.generate();
    KeyFile.write(key, empty);
    assertThat(obol.run("wallet", "import", key.toString(), "--name", "short").status()).isZero();
    String owner = seller.owner().hex();
    Ran short1 = buy("--owner", owner, "--wallet", "short", "--yes", "--max-price", "5");
    assertThat(short1.status()).as(short1.err()).isEqualTo(4);
    assertThat(short1.err()).contains("insufficient_balance", empty.address().checksummed());
    chain.mint(empty.address(), PRICE);
    String id =
        obol.run("purchases", "--json")
            .json()
            .list("purchases")
            .orElseThrow()
            .getFirst()
            .asObject("a purchase")
            .requireText("id");

    String other = TestAccounts.key(5).address().hex();
    List<List<String>> wrong =
        List.of(
            List.of("--wallet", "short", "--max-price", "1", "--yes"),
            List.of("--wallet", "short", "--max-price", "1"),
            List.of("--wallet", "short", "--max-price", "1", "--dry-run"),
            List.of("--wallet", "short", "--max-price", "5", "--pay-to", other, "--yes"),
            List.of("--max-price", "5", "--yes"),
            List.of("--max-price", "5", "--dry-run"));
    for (List<String> options : wrong) {
      List<String> words = new ArrayList<>(options);
      words.addAll(List.of("--owner", owner));
      Ran ran = buy(words.toArray(String[]::new));
      assertThat(ran.status()).as(words + ran.err()).isEqualTo(4);
      assertThat(ran.err())
          .as(words.toString())
          .contains("nothing was sent", "5 USDC", id, empty.address().checksummed());
    }
    Ran resumed = obol.run("purchases", "resume", id, "--wallet", "default");
    assertThat(resumed.status()).isEqualTo(4);
    assertThat(resumed.err()).contains("which is not \"default\": nothing was sent");
    assertThat(buy("--max-price", "-1", "--yes", "--owner", owner).status()).isEqualTo(2);
    assertThat(seller.till()).isEqualTo(before);

    Ran paid = buy("--owner", owner, "--wallet", "short", "--yes", "--max-price", "5");
    assertThat(paid.status()).as(paid.err()).isZero();
    assertThat(paid.out()).contains("Going on with " + id);
    assertThat(seller.till().subtract(before)).isEqualTo(PRICE);
  }

  @Test
  void statuses_tell_refusals_from_lies_and_silence() throws IOException {
    String owner = seller.owner().hex();
    String stranger = TestAccounts.key(5).address().hex();
    assertThat(buy("--owner", stranger, "--yes", "--max-price", "5").status()).isEqualTo(3);
    Ran payTo = buy("--owner", owner, "--pay-to", stranger, "--yes", "--max-price", "5");
    assertThat(payTo.status()).isEqualTo(3);
    assertThat(payTo.err()).contains("--pay-to says");
    assertThat(buy("--owner", owner, "--wallet", "none", "--yes", "--max-price", "5").err())
        .contains("no wallet \"none\"");
    Files.delete(obol.home().resolve("run/devnet.json"));
    Ran unknown = buyAtOnce();
    assertThat(unknown.status()).isEqualTo(4);
    assertThat(unknown.err())
        .contains("no token is known on the network eip155:31337", "devnet.json");
  }

  @Test
  void a_chain_that_is_silent_is_5() {
    Ran away = obol.run("wallet", "balance", "--chain", "base", "--rpc", "http://127.0.0.1:9");
    assertThat(away.status()).as(away.err()).isEqualTo(5);
  }

  @Test
  void the_balance_is_that_of_the_chain() throws IOException {
    Ran ran = obol.run("wallet", "balance", "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().requireText("symbol")).isEqualTo("USDC");
    assertThat(new BigInteger(ran.json().requireText("amount"))).isPositive();
    assertThat(obol.run("wallet", "balance").out()).contains(" USDC", "for gas");
    Ran other = obol.run("wallet", "balance", "--chain", "base", "--rpc", chain.uri().toString());
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("not of base");
    Path devnet = obol.home().resolve("run/devnet.json");
    Files.delete(devnet);
    assertThat(obol.run("wallet", "balance", "--rpc", chain.uri().toString()).out())
        .contains("No dollars are shown", "devnet.json");
    assertThat(obol.run("wallet", "balance").status()).isEqualTo(2);
    Files.writeString(devnet, "{}");
    assertThat(obol.run("wallet", "balance").err()).contains("cannot be read; remove it");
  }
}
