package org.obol.cli.wallet;

import org.obol.cli.Session;
import org.obol.client.wallet.WalletName;
import org.obol.client.wallet.Wallets;
import picocli.CommandLine.Option;

/** Which wallet a command is about. */
final class WalletOption {

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Which wallet, if there are several (${DEFAULT-VALUE}).")
  private WalletName name = WalletName.DEFAULT;

  WalletName name() {
    return name;
  }

  static Wallets wallets(Session session) {
    return new Wallets(session.home().wallets());
  }
}
