package org.obol.cli.sale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.cli.CommandLineFixture;
import org.obol.cli.CommandLineFixture.Ran;
import org.obol.cli.devnet.DevnetFile;
import org.obol.devnet.Devnet;
import org.obol.evm.ChainId;
import org.obol.ledger.ObolHome;

final class PriceCommandTest {

  private static final String ACCOUNT = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
  private static final String USDC_ON_BASE = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
  private static final int MB = 1 << 20;

  @TempDir private Path folder;
  private CommandLineFixture obol;

  @BeforeEach
  void sign() throws IOException {
    obol = new CommandLineFixture(folder);
    // 2.5 MiB, so that a price per MB has something to multiply.
    Path rows = obol.file("sft.jsonl", "{\"text\":\"" + "x".repeat((MB * 5 / 2) - 12) + "\"}\n");
    assertThat(Files.size(rows)).isEqualTo(MB * 5 / 2);
    obol.run("dataset", "from", rows.toString(), "--name", "pi");
  }

  @Test
  void the_owner_is_paid_on_base_sepolia_unless_told_otherwise() {
    assertThat(obol.run("dataset", "price", "pi").out()).startsWith("pi is not sold");
    Ran ran = price("--price", "5.00");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.lines().getFirst())
        .startsWith("pi  5.00 USDC, v1 costs 5.00 USDC  paid to 0x")
        .endsWith("on base-sepolia (eip155:84532)");
    assertThat(ran.out()).contains("keys/pi.key now holds money too");
    Ran shown = obol.run("dataset", "price", "pi", "--json");
    assertThat(shown.json().requireText("amount")).isEqualTo("5000000");
    assertThat(shown.json().requireText("price")).isEqualTo("flat:5");
  }

  @Test
  void what_is_not_given_stays() {
    price("--price", "5", "--chain", "base", "--pay-to", ACCOUNT);
    Ran dearer = price("--price", "6.5", "--json");
    assertThat(dearer.json().requireText("network")).isEqualTo("eip155:8453");
    assertThat(dearer.json().requireText("payTo")).isEqualTo(ACCOUNT);
    assertThat(dearer.json().requireText("total")).isEqualTo("6.50 USDC");
    Ran moved = price("--chain", "eip155:84532", "--json");
    assertThat(moved.json().requireText("network")).isEqualTo("eip155:84532");
    assertThat(moved.json().requireText("price")).isEqualTo("flat:6.5");
    assertThat(price("--off").status()).isZero();
    assertThat(obol.run("dataset", "price", "pi").out()).startsWith("pi is not sold");
  }

  @Test
  void a_price_by_size_is_told_as_a_total() {
    Ran ran = price("--price-per-mb", "0.01");
    assertThat(ran.lines().getFirst()).startsWith("pi  0.01 USDC per MB, v1 costs 0.025 USDC");
  }

  @Test
  void money_is_never_asked_for_where_it_would_be_lost() {
    refused("zero address", "--price", "5", "--pay-to", "0x" + "0".repeat(40));
    refused("is a token", "--price", "5", "--pay-to", USDC_ON_BASE);
    refused("is a token", "--price", "5", "--pay-to", Devnet.TOKEN.hex());
    refused("checksum", "--price", "5", "--pay-to", ACCOUNT.replace('c', 'C'));
    assertThat(obol.run("dataset", "price", "pi").out()).startsWith("pi is not sold");
  }

  @Test
  void a_price_must_be_payable() {
    refused("decimals", "--price", "0.0000001");
    refused("not above zero", "--price", "0");
    refused("exclude each other", "--price", "1", "--price-per-mb", "1");
    refused("no price yet", "--pay-to", ACCOUNT);
    refused("no token is known on chain \"solana\"", "--price", "1", "--chain", "solana");
    refused("without a price", "--off", "--price", "1");
    Ran devnet = price("--price", "1", "--chain", "devnet");
    assertThat(devnet.err()).contains("no local chain runs", "obol devnet");
  }

  @Test
  void what_everybody_gets_for_nothing_has_no_price() throws IOException {
    Path other = obol.rows("open.jsonl", 3);
    obol.run("dataset", "from", other.toString(), "--name", "open");
    try (var ledger = org.obol.ledger.Ledger.open(new ObolHome(obol.home()))) {
      ledger
          .db()
          .write(
              tx -> {
                new org.obol.ledger.Datasets(tx)
                    .configure(
                        new org.obol.dataset.DatasetId("open"),
                        org.obol.ledger.Dataset.Membership.OPEN,
                        false);
                return true;
              });
    }
    Ran ran = obol.run("dataset", "price", "open", "--price", "1");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("open membership", "--membership invite");
  }

  @Test
  void publishing_at_a_price_needs_a_node_and_a_facilitator() throws IOException {
    Ran blind = publish("--price", "5");
    assertThat(blind.status()).isEqualTo(2);
    assertThat(blind.err())
        .contains("OBOL_RPC_BASE_SEPOLIA", "takes nobody's word", "price pi --off");
    obol.with("OBOL_RPC_BASE_SEPOLIA", "http://127.0.0.1:9/secret-key-in-the-path");
    assertThat(publish("--price", "5").err()).contains("who settles");
    assertThat(publish("--price", "5", "--facilitator", "http://example.org").err())
        .contains("use https");
    assertThat(publish("--price", "5", "--facilitator", "embedded").err()).contains("--gas-key");
    assertThat(publish("--price", "5", "--gas-key", "a".repeat(64)).err())
        .contains("shell's history")
        .doesNotContain("a".repeat(64));
    Ran away = publish("--price", "5", "--facilitator", "http://127.0.0.1:9");
    assertThat(away.status()).isEqualTo(5);
    assertThat(away.err()).contains("no connection").doesNotContain("secret-key");
    assertThat(publish("--price", "5", "--rpc", "htp:/key").err())
        .contains("--rpc must be a URL")
        .doesNotContain("htp:/key");
    assertThat(publish("--rpc", "http://127.0.0.1:9").err()).contains("nothing that is published");
    assertThat(obol.run("dataset", "price", "pi").out()).startsWith("pi is not sold");
  }

  @Test
  void one_node_takes_payments_on_one_chain() throws IOException {
    obol.run("dataset", "from", obol.rows("b.jsonl", 3).toString(), "--name", "rho");
    price("--price", "5", "--chain", "base");
    obol.run("dataset", "price", "rho", "--price", "5");
    Ran both = obol.run("dataset", "publish", "--all", "--no-tunnel", "--port", "0");
    assertThat(both.status()).isEqualTo(2);
    assertThat(both.err())
        .contains("one chain", "pi is sold on base", "rho is sold on base-sepolia");
  }

  @Test
  void the_file_of_a_devnet_is_private_and_goes_with_it() throws IOException {
    var home = new ObolHome(obol.home());
    var file =
        new DevnetFile(
            java.net.URI.create("http://127.0.0.1:8545"),
            PayableTokens.testDollar(new ChainId(31337)));
    file.write(home);
    assertThat(DevnetFile.require(home)).isEqualTo(file);
    assertThat(
            java.nio.file.attribute.PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home.devnetFile())))
        .isEqualTo("rw-------");
    assertThat(file.json().members().keySet())
        .containsExactly(
            "rpc", "network", "chainId", "asset", "symbol", "name", "version", "decimals");
    assertThat(price("--price", "1", "--chain", "devnet").lines().getFirst())
        .endsWith("on devnet (eip155:31337)");
    file.remove(home);
    assertThat(home.devnetFile()).doesNotExist();
    Ran stopped = publish();
    assertThat(stopped.status()).isEqualTo(2);
    assertThat(stopped.err())
        .contains("OBOL_RPC_EIP155_31337", "with obol devnet", "pi has a price there", "pi --off");
  }

  private void refused(String why, String... options) {
    Ran ran = price(options);
    assertThat(ran.status()).as(ran.out()).isEqualTo(2);
    assertThat(ran.err()).contains(why);
  }

  private Ran price(String... options) {
    return obol.run(words("price", options));
  }

  private Ran publish(String... options) {
    return obol.run(words("publish", options));
  }

  private static String[] words(String verb, String... options) {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of("dataset", verb, "pi"), java.util.Arrays.stream(options))
        .toArray(String[]::new);
  }
}
