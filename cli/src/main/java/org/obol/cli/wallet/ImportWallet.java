package org.obol.cli.wallet;

import java.nio.file.Path;
import org.obol.cli.Answer;
import org.obol.cli.KeyPath;
import org.obol.cli.PassphraseOption;
import org.obol.cli.Session;
import org.obol.cli.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code obol wallet import}. */
@Command(
    name = "import",
    description = "Make a wallet with a key that you have; its file stays where it is.",
    sortOptions = false,
    footer = {
      "",
      "A keystore is unlocked with its passphrase, and the wallet is locked with the same one.",
      "",
      "Example:",
      "  obol wallet import buyer.key --name agent"
    })
final class ImportWallet implements Task {

  private final Session session;

  @Parameters(
      paramLabel = "FILE",
      description = "64 hex characters that only you can read (0600), or a Web3 v3 keystore.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private Path file;

  @Mixin private final WalletOption wallet = new WalletOption();

  @Mixin private final PassphraseOption passphrase = new PassphraseOption();

  ImportWallet(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    Path source = KeyPath.checked("wallet import", file);
    return WalletAnswer.made(
        WalletOption.wallets(session)
            .bring(wallet.name(), source, passphrase.of(session), passphrase.fresh(session)));
  }
}
