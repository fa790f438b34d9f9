package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.obol.cli.devnet.DevnetFile;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.KeyFile;
import org.obol.crypto.PrivateKey;
import org.obol.devnet.Devnet;
import org.obol.ledger.Backup;
import org.obol.ledger.Datasets;
import org.obol.ledger.ObolHome;
import org.obol.ledger.Restore;
import org.obol.x402.token.Token;

/** The program has back what its seller's ledger has lost, without a word from its user. */
class LostPurchaseIT extends PaidJoinFixture {

  private final PrivateKey wallet = chain.wallet();
  private Path home;
  private Path out;
  private Path passphrase;
  private Path backup;
  private Address payee;
  private Front front;

  @BeforeEach
  void openBuyer() {
    home = folder.resolve("buyer");
    out = folder.resolve("bought.jsonl");
    passphrase = Obol.write(folder.resolve("passphrase"), "open sesame\n");
    backup = folder.resolve("before.zip");
    payee = market.payee();
    front = start();
    new DevnetFile(
            chain.devnet().uri(), new Token(PayChain.ID, Devnet.TOKEN, "USDC", "USDC", "2", 6))
        .write(new ObolHome(home));
    Path key = folder.resolve("wallet.key");
    KeyFile.write(key, wallet);
    obol("wallet", "import", key.toString(), "--passphrase-file", passphrase.toString())
        .requireStatus(0);
    Path other = folder.resolve("other.key");
    KeyFile.write(other, PrivateKey.generate());
    String file = passphrase.toString();
    obol("wallet", "import", other.toString(), "--name", "other", "--passphrase-file", file)
        .requireStatus(0);
  }

  private Ended obol(String... words) {
    try (Running running = Obol.worker(home, org.obol.cli.Obol.class, words)) {
      return running.await(Obol.PATIENCE);
    }
  }

  private Ended buy() throws IOException {
    Files.deleteIfExists(out);
    Address owner = market.db().read(tx -> new Datasets(tx).require(Market.A)).owner();
    List<String> words = new ArrayList<>(List.of("buy", "dataset", front.url().toString()));
    words.addAll(List.of("--id", Market.A.text(), "--out", out.toString(), "--join", "--yes"));
    words.addAll(List.of("--max-price", "1", "--owner", owner.hex()));
    words.addAll(List.of("--passphrase-file", passphrase.toString()));
    Ended ended = obol(words.toArray(String[]::new));
    if (ended.status() == 0) {
      assertThat(out).hasContent(Market.row("first"));
    }
    return ended;
  }

  private Ended resume(String id, String name) {
    String file = passphrase.toString();
    return obol("purchases", "resume", id, "--wallet", name, "--passphrase-file", file);
  }

  /** The only purchase, which has stayed as it was settled. */
  private Json.Obj purchase() {
    Json.Obj listed = obol("purchases", "--json").requireStatus(0).json();
    List<Json> all = listed.list("purchases").orElseThrow();
    assertThat(all).hasSize(1);
    Json.Obj purchase = all.getFirst().asObject("a purchase");
    assertThat(purchase.requireText("state")).isEqualTo("settled");
    return purchase;
  }

  private void backUp() throws IOException {
    var ignored =
        new Backup(new ObolHome(market.home()), market.ledger(), market.clock())
            .write(backup, true, bytes -> {});
  }

  /** The owner goes on with the backup, at that port. */
  private void restore(int port) throws Exception {
    Path seller = market.home();
    market.close();
    var ignored = new Restore(new ObolHome(seller)).run(backup, true, bytes -> {});
    reopen(seller, port);
    assertThat(market.payments()).isEmpty();
    assertThat(market.entitlements(Market.A, wallet.address())).isEmpty();
  }

  private void reopen(Path seller, int port) {
    market = Market.at(seller);
    market.listenOn(port);
    front = start();
  }

  @Test
  void showsItsReceiptWhereTheSellerWentOnWithAnOlderBackup() throws Exception {
    assertThat(front.challenge(Market.A, 1).accepts()).isNotEmpty();
    backUp();
    // The owner's word on where it sells, renewed since the backup when the node has moved.
    String seller = "/.well-known/obol-seller.json?dataset=" + Market.A;
    assertThat(front.ask("GET", seller).status()).isEqualTo(200);
    front = start();
    int port = front.url().getPort();
    Ended bought = buy().requireStatus(0);
    assertThat(bought.text()).contains("paid: ");
    String id = purchase().requireText("id");
    String entitlement = purchase().requireText("entitlement");

    restore(0);
    assertThat(buy().requireStatus(0).text()).contains("brought back with the receipt");
    buy().requireStatus(0);

    restore(port);
    market.endSale(Market.A);
    Ended another = resume(id, "other").requireStatus(4);
    assertThat(another.text()).contains("which is not \"other\"");
    Ended resumed = resume(id, "default").requireStatus(0);
    assertThat(resumed.text()).contains("took its receipt; nothing was paid again");

    assertThat(market.entitlements(Market.A, wallet.address()))
        .singleElement()
        .satisfies(e -> assertThat(e.id()).isEqualTo(entitlement));
    assertThat(purchase().requireText("id")).isEqualTo(id);
    assertThat(chain.transfers(wallet.address(), payee)).isOne();
  }

  @Test
  void saysWhatToDoWhenTheSellerTakesNoReceipt() throws Exception {
    int port = front.url().getPort();
    backUp();
    buy().requireStatus(0);
    String id = purchase().requireText("id");
    restore(port);
    market.close();
    // Another node key than the one that has signed the receipt.
    Path seller = market.home();
    Files.delete(new ObolHome(seller).keys().resolve("node.key"));
    reopen(seller, port);

    Ended refused = resume(id, "default").requireStatus(4);

    assertThat(refused.text())
        .contains("did not take its own receipt", "Nothing was paid again", "obol purchases show");
    assertThat(buy().requireStatus(4).text()).contains("did not take its own receipt");
    assertThat(purchase().requireText("id")).isEqualTo(id);
    assertThat(chain.transfers(wallet.address(), payee)).isOne();
  }
}
