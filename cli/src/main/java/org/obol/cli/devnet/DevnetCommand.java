package org.obol.cli.devnet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.cli.UntilStopped;
import org.obol.cli.sale.PayableTokens;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.crypto.PrivateKey;
import org.obol.devnet.Anvil;
import org.obol.devnet.Devnet;
import org.obol.devnet.DevnetConfig;
import org.obol.devnet.DevnetException;
import org.obol.devnet.TestAccounts;
import org.obol.evm.ChainId;
import org.obol.ledger.ObolHome;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code obol devnet}. */
@Command(
    name = "devnet",
    description = "Run a chain on this machine, with a test dollar, until stopped.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  obol devnet",
      "  obol devnet fund 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --amount 100",
      "",
      "The first start fetches anvil through npm (Node 20 or newer). Nothing on this chain is worth"
          + " anything, and it forgets everything when it stops."
    })
public final class DevnetCommand implements Task {

  private static final int SHOWN_ACCOUNTS = 3;

  private final Session session;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8545",
      description = "Port on this machine, 0 for any (default: ${DEFAULT-VALUE}).")
  private int port = 8545;

  @Option(
      names = "--chain-id",
      paramLabel = "N",
      defaultValue = "31337",
      description = "Number of the chain (default: ${DEFAULT-VALUE}).")
  private long chainId = 31_337;

  private DevnetCommand(Session session) {
    this.session = session;
  }

  /** The command, with the one below it. */
  public static CommandLine group(Session session) {
    return new CommandLine(new DevnetCommand(session))
        .addSubcommand("fund", new FundCommand(session));
  }

  @Override
  public Answer run() {
    ObolHome home = session.home();
    DevnetConfig config = config(anvil(session));
    boolean interrupted;
    try (Devnet devnet = started(config, home)) {
      if (Files.exists(home.devnetFile())) {
        session.tell("Replacing " + home.devnetFile() + " of an earlier devnet");
      }
      var file = new DevnetFile(devnet.uri(), PayableTokens.testDollar(devnet.chain()));
      file.write(home);
      session.announce(ready(file));
      interrupted =
          UntilStopped.await(
              () -> {
                file.remove(home);
                devnet.close();
              });
      file.remove(home);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return Answer.of(Json.object().put("stopped", true).build(), "Stopped.");
  }

  private static Devnet started(DevnetConfig config, ObolHome home) {
    try {
      return Devnet.start(config);
    } catch (DevnetException e) {
      if (!String.valueOf(e.getMessage()).contains("in use")) {
        throw e;
      }
      throw new DevnetException(
          "the local chain cannot listen on port %d, where another program does%s: use or stop that, or choose another with --port"
              .formatted(
                  config.port(),
                  Files.exists(home.devnetFile())
                      ? ", perhaps the devnet of " + home.devnetFile()
                      : ""),
          e);
    }
  }

  /** The chain's program, fetched now if it is not there yet. */
  public static Anvil anvil(Session session) {
    Path folder = ObolHome.data(session.environment()).resolve("devnet");
    if (Files.notExists(folder.resolve("anvil-" + Anvil.VERSION))) {
      session.tell(
          "Fetching the local chain, once: npm installs anvil " + Anvil.VERSION + " in " + folder);
    }
    return Anvil.install(folder);
  }

  private DevnetConfig config(Anvil anvil) {
    try {
      return new DevnetConfig(anvil, new ChainId(chainId), port);
    } catch (IllegalArgumentException e) {
      throw new ObolException(
          ObolException.Exit.USAGE, Optional.ofNullable(e.getMessage()).orElse("wrong value"), e);
    }
  }

  private static Answer ready(DevnetFile file) {
    List<String> lines = new ArrayList<>();
    lines.add("Chain: " + PayableTokens.chainName(file.token()));
    lines.add("RPC: " + file.rpc());
    lines.add("Test dollar: " + file.token().symbol() + " " + file.token().address().checksummed());
    lines.add("Accounts with a million of it; their keys are everybody's, so use them only here:");
    for (PrivateKey key : TestAccounts.all().subList(0, SHOWN_ACCOUNTS)) {
      lines.add("  " + key.address().checksummed() + "  " + key.revealHex());
    }
    lines.add("Sell:  obol dataset publish <id> --price 5.00 --chain devnet");
    lines.add("Buy:   obol wallet new, then obol devnet fund <its address>, then");
    lines.add("       obol buy dataset <url> --id <id> --join --max-price 5.00");
    return Answer.of(
        Json.object()
            .put("devnet", file.json())
            .put(
                "accounts",
                TestAccounts.all().stream()
                    .map(key -> Json.of(key.address().checksummed()))
                    .toList())
            .build(),
        lines);
  }
}
