package org.obol.cli.wallet;

import org.obol.cli.Answer;
import org.obol.cli.PassphraseOption;
import org.obol.cli.Session;
import org.obol.cli.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code obol wallet new}. */
@Command(
    name = "new",
    description = "Make a wallet with a fresh key and lock it.",
    sortOptions = false,
    footer = {
      "",
      "Example:",
      "  obol wallet new",
      "  obol wallet new --name agent --passphrase-file secret.txt"
    })
final class NewWallet implements Task {

  private final Session session;

  @Mixin private final WalletOption wallet = new WalletOption();

  @Mixin private final PassphraseOption passphrase = new PassphraseOption();

  NewWallet(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    return WalletAnswer.made(
        WalletOption.wallets(session).create(wallet.name(), passphrase.fresh(session)));
  }
}
