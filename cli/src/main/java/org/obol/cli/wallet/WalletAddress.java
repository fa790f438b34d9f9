package org.obol.cli.wallet;

import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code obol wallet address}. */
@Command(
    name = "address",
    description = "Print the address of a wallet; no passphrase is needed.",
    footer = {"", "Example:", "  obol wallet address"})
final class WalletAddress implements Task {

  private final Session session;

  @Mixin private final WalletOption wallet = new WalletOption();

  WalletAddress(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    return WalletAnswer.address(WalletOption.wallets(session).require(wallet.name()));
  }
}
