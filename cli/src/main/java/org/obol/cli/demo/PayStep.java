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
import org.obol.crypto.Passphrase;
import org.obol.crypto.PrivateKey;
import org.obol.evm.Erc20;
import org.obol.ledger.ObolHome;
import org.obol.x402.wire.AtomicAmount;

/** A buyer with a fresh wallet pays, and gets a token. */
final class PayStep {

  private static final String PASSPHRASE = "a passphrase for the demo";
  private static final AtomicAmount POCKET_MONEY = AtomicAmount.of(100_000_000);

  private final Stage stage;
  private final Market market;

  PayStep(Stage stage, Market market) {
    this.stage = stage;
    this.market = market;
  }

  void run() throws IOException {
    stage
        .tale()
        .step(
            "A buyer makes a wallet and pays",
            "obol buy dataset "
                + stage.url()
                + " --id "
                + Stage.ID
                + " --join --max-price "
                + Market.PRICE);
    PrivateKey wallet = wallet();
    market.chain().mint(wallet.address(), POCKET_MONEY.value());
    stage.tale().note("$ obol devnet fund " + wallet.address().checksummed() + " --amount 100");
    PlainX402Client.Paid paid = new PlainX402Client(stage.url(), wallet).pay();
    Path token = stage.file("token");
    DurableFile.create(
        token, paid.token().getBytes(StandardCharsets.US_ASCII), DurableFile.OWNER_ONLY);
    stage.admit("--member-token-file", token.toString());
    var dollar = new Erc20(market.chain().client(), market.token().address());
    Address owner = stage.ownerAddress();
    String earned = Money.text(dollar.balanceOf(owner), market.token());
    Stage.require(earned.startsWith(Market.PRICE), "the owner has " + earned);
    stage
        .tale()
        .result(
            "paid in transaction "
                + paid.transaction()
                + "; the owner's account "
                + owner
                + " has "
                + earned);
  }

  private PrivateKey wallet() throws IOException {
    Path passphrase = stage.file("passphrase");
    DurableFile.create(
        passphrase, PASSPHRASE.getBytes(StandardCharsets.US_ASCII), DurableFile.OWNER_ONLY);
    BuyerProcess.Ended made =
        BuyerProcess.run(
            stage.buyer(),
            List.of("wallet", "new", "--passphrase-file", passphrase.toString(), "--json"));
    Stage.require(made.status() == 0, "no wallet was made: " + made.output());
    stage.tale().note("$ obol wallet new");
    return new Wallets(new ObolHome(stage.buyer()).wallets())
        .open(WalletName.DEFAULT, () -> Passphrase.of(PASSPHRASE));
  }
}
