package org.obol.cli.purchases;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Answer;
import org.obol.cli.PassphraseOption;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.client.pay.Books;
import org.obol.client.pay.Means;
import org.obol.client.pay.Outcome;
import org.obol.client.pay.PayJoin;
import org.obol.client.pay.Purchase;
import org.obol.client.pay.TokenStore;
import org.obol.client.transfer.TransferListener;
import org.obol.client.wallet.WalletName;
import org.obol.client.wallet.Wallets;
import org.obol.crypto.Address;
import org.obol.crypto.ObolException;
import org.obol.crypto.PrivateKey;
import org.obol.http.EnvironmentProxy;
import org.obol.ledger.Db;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol purchases resume}. */
@Command(
    name = "resume",
    description = "Send a payment again, the same one, and get its token.",
    sortOptions = false,
    footer = {
      "",
      "Nothing is signed that could be paid twice. The wallet is needed only to sign in.",
      "",
      "Example:",
      "  obol purchases resume obol-…"
    })
final class ResumePurchase implements Task {

  private final Session session;

  @Parameters(paramLabel = "ID", description = "The purchase, as obol purchases lists it.")
  private String id = "";

  @Option(
      names = "--wallet",
      paramLabel = "NAME",
      description = "Which wallet paid, if there are several (default).")
  private @Nullable WalletName wallet;

  @Mixin private final PassphraseOption passphrase = new PassphraseOption();

  @Option(names = "--insecure", description = "Send it over plain http. Others can read it.")
  private boolean insecure;

  ResumePurchase(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    try (Db db = PurchasesCommands.open(session)) {
      Purchase purchase = PurchasesCommands.require(db, id);
      requirePayer(purchase);
      var books = Books.of(db, new TokenStore(session.home().purchases()));
      var means =
          Means.of(
              session.clock(),
              Optional.of(new EnvironmentProxy(session.environment())),
              new TransferListener() {
                @Override
                public void warning(String sentence) {
                  session.warn(sentence);
                }
              });
      Outcome.Member member = new PayJoin(books, means).resume(purchase, insecure, this::key);
      Purchase now = member.purchase().orElse(purchase);
      return Answer.of(
          PurchaseText.json(now),
          List.of(
              PurchaseText.line(now),
              how(member.how())
                  + "The token is kept. Download with: obol buy dataset "
                  + now.goods().server()
                  + " --id "
                  + now.goods().origin().dataset()
                  + " --version "
                  + now.goods().seq()));
    }
  }

  private static String how(Outcome.How how) {
    return how == Outcome.How.RESTORED
        ? "The seller had lost this purchase, and took its receipt; nothing was paid again. "
        : "";
  }

  /** Who names a wallet wants no money of another to move. */
  private void requirePayer(Purchase purchase) {
    Address payer = purchase.payment().payer();
    if (wallet != null && !wallets().require(wallet).address().equals(payer)) {
      throw new ObolException(
          ObolException.Exit.REFUSED,
          "the payment "
              + id
              + " of "
              + purchase.cost()
              + " is from the wallet "
              + payer.checksummed()
              + ", which is not \""
              + wallet
              + "\": nothing was sent");
    }
  }

  private PrivateKey key() {
    return wallets().open(wallet == null ? WalletName.DEFAULT : wallet, passphrase.of(session));
  }

  private Wallets wallets() {
    return new Wallets(session.home().wallets());
  }
}
