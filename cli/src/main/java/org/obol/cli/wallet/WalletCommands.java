package org.obol.cli.wallet;

import java.util.List;
import org.obol.cli.CommandGroup;
import org.obol.cli.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code obol wallet}. */
@Command(
    name = "wallet",
    description = "Keys to pay with, each locked with a passphrase.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:", "  obol wallet new", "  obol wallet address"})
public final class WalletCommands {

  private WalletCommands() {}

  /** The group; a new command is named here. */
  public static CommandLine group(Session session, List<String> words) {
    return new CommandGroup(new WalletCommands(), words)
        .with("new", () -> new NewWallet(session))
        .with("address", () -> new WalletAddress(session))
        .with("balance", () -> new WalletBalance(session))
        .with("import", () -> new ImportWallet(session))
        .build();
  }
}
