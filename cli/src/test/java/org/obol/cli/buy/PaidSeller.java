package org.obol.cli.buy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.obol.cli.CommandLineFixture;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.dataset.DatasetId;
import org.obol.dataset.sale.Payee;
import org.obol.dataset.sale.Price;
import org.obol.devnet.Devnet;
import org.obol.devnet.TestAccounts;
import org.obol.evm.Erc20;
import org.obol.evm.GasAccount;
import org.obol.http.ServerConfig;
import org.obol.ledger.Datasets;
import org.obol.ledger.Ledger;
import org.obol.ledger.ObolHome;
import org.obol.ledger.OwnerKeys;
import org.obol.ledger.SaleTerms;
import org.obol.ledger.Sales;
import org.obol.node.Node;
import org.obol.node.NodeConfig;
import org.obol.node.sale.Till;
import org.obol.x402.exact.ExactScheme;
import org.obol.x402.facilitator.EmbeddedFacilitator;
import org.obol.x402.facilitator.RpcWitness;
import org.obol.x402.gate.Policy;

/** An owner with a node that sells {@code pi} for 5 test dollars on a chain of this machine. */
final class PaidSeller implements AutoCloseable {

  static final DatasetId ID = new DatasetId("pi");
  static final Address PAYEE = TestAccounts.key(3).address();

  final Path file;
  private final Devnet chain;
  private final GasAccount gas;
  private final Ledger ledger;
  private final Node node;

  PaidSeller(Path folder, Devnet chain) throws IOException {
    this.chain = chain;
    var owner = new CommandLineFixture(folder);
    file = owner.rows("data.jsonl", 500);
    var made = owner.run("dataset", "from", file.toString(), "--name", ID.text());
    assertThat(made.status()).as(made.err()).isZero();
    var home = new ObolHome(owner.home());
    ledger = Ledger.open(home);
    gas = chain.gasAccount(TestAccounts.key(1));
    var terms =
        new SaleTerms(
            ID,
            Price.flat("5"),
            new Payee(chain.chain().toString(), Devnet.TOKEN, PAYEE),
            "USDC",
            "2",
            6);
    InstantSource clock = InstantSource.system();
    int changed =
        ledger
            .db()
            .write(
                tx -> {
                  new Sales(tx).put(terms, clock.instant());
                  return 1;
                });
    assertThat(changed).isOne();
    node =
        Node.start(
            new Node.Environment(
                home,
                ledger,
                new OwnerKeys(home.keys(), () -> org.obol.crypto.Passphrase.of("")),
                clock,
                line -> {},
                announced -> {},
                Optional.of(till(clock))),
            new NodeConfig(
                List.of(ID),
                Optional.empty(),
                Optional.of(true),
                ServerConfig.loopback(),
                Optional.empty(),
                false,
                List.of(),
                Optional.empty()));
  }

  private Till till(InstantSource clock) {
    return new Till(
        chain.chain().toString(),
        new EmbeddedFacilitator(chain.chain(), chain.client(), gas, clock),
        new RpcWitness(chain.client(), Duration.ofMillis(20), Duration.ofSeconds(20), clock),
        new ExactScheme(chain.client()),
        Policy.DEFAULT,
        UnaryOperator.identity());
  }

  String url() {
    return node.publicUrl().toString();
  }

  Address owner() {
    return ledger.db().read(tx -> new Datasets(tx).require(ID)).owner();
  }

  /** What the payee has. */
  BigInteger till() {
    return new Erc20(chain.client(), Devnet.TOKEN).balanceOf(PAYEE);
  }

  /** The file with which a chain of this machine is announced. */
  void announce(Path buyerHome) throws IOException {
    Path run = Files.createDirectories(buyerHome.resolve("run"));
    URI rpc = chain.uri();
    Files.write(
        run.resolve("devnet.json"),
        Json.object()
            .put("rpc", rpc.toString())
            .put("network", chain.chain().toString())
            .put("asset", Devnet.TOKEN.hex())
            .put("symbol", "USDC")
            .put("name", "USDC")
            .put("version", "2")
            .put("decimals", 6)
            .build()
            .utf8());
  }

  @Override
  public void close() {
    node.close();
    ledger.close();
    gas.close();
  }
}
