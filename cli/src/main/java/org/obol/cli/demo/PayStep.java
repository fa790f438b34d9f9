package org.obol.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.obol.cli.sale.Money;
import org.obol.client.wallet.WalletName;
import org.obol.client.wallet.Wallets;
import org.obol.crypto.Address;
import org.obol.crypto.DurableFile;
import org.obol.evm.Erc20;
import org.obol.ledger.ObolHome;
import org.obol.x402.wire.AtomicAmount;

/** A buyer with a fresh wallet pays and begins to download. */
final class PayStep {

  private static final String PASSPHRASE = "a passphrase for the demo";
  private static final String PAID = " in transaction ";
  private static final AtomicAmount POCKET_MONEY = AtomicAmount.of(100_000_000);

  private final Stage stage;
  private final Market market;

  PayStep(Stage stage, Market market) {
    this.stage = stage;
    this.market = market;
  }

  /** Pays for version 1; the download of it is under way when this returns. */
  BuyerProcess run(DownloadSteps downloads, Path out, long size) throws IOException {
    String owner = stage.ownerAddress().checksummed();
    stage
        .tale()
        .step(
            "A buyer makes a wallet and pays",
            "obol buy dataset "
                + stage.url()
                + " --id "
                + Stage.ID
                + " --join --max-price "
                + Market.PRICE
                + " --owner "
                + owner);
    Path passphrase = wallet();
    BuyerProcess buying =
        downloads.start(
            out,
            size,
            "--join",
            "--max-price",
            Market.PRICE,
            "--owner",
            owner,
            "--yes",
            "--passphrase-file",
            passphrase.toString());
    try {
      String line = buying.lineWith(l -> l.startsWith("Paid ") && l.contains(PAID));
      stage.tale().result(paid(line.substring(line.indexOf(PAID) + PAID.length()).strip()));
      return buying;
    } catch (IOException | RuntimeException e) {
      buying.close();
      throw e;
    }
  }

  private String paid(String transaction) {
    var dollar = new Erc20(market.chain().client(), market.token().address());
    Address owner = stage.ownerAddress();
    String earned = Money.text(dollar.balanceOf(owner), market.token());
    Stage.require(earned.startsWith(Market.PRICE), "the owner has " + earned);
    return "paid" + PAID + transaction + "; the owner's account " + owner + " has " + earned;
  }

  /** Makes the buyer's wallet and fills it. */
  private Path wallet() throws IOException {
    var home = new ObolHome(stage.buyer());
    Path passphrase = stage.file("passphrase");
    DurableFile.create(
        passphrase, PASSPHRASE.getBytes(StandardCharsets.US_ASCII), DurableFile.OWNER_ONLY);
    BuyerProcess.Ended made =
        BuyerProcess.run(
            stage.buyer(),
            List.of("wallet", "new", "--passphrase-file", passphrase.toString(), "--json"));
    Stage.require(made.status() == 0, "no wallet was made: " + made.output());
    stage.tale().note("$ obol wallet new");
    Address wallet = new Wallets(home.wallets()).require(WalletName.DEFAULT).address();
    market.chain().mint(wallet, POCKET_MONEY.value());
    stage.tale().note("$ obol devnet fund " + wallet.checksummed() + " --amount 100");
    return passphrase;
  }
}
