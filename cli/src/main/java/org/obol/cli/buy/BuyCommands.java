package org.obol.cli.buy;

import org.obol.cli.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code obol buy}. */
@Command(
    name = "buy",
    description = "Get what others publish, verified.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example:",
      "  obol buy dataset https://data.example.org --id pi-sessions --device"
    })
public final class BuyCommands {

  private BuyCommands() {}

  /** The group with every command in it; a new one is named here. */
  public static CommandLine group(Session session) {
    return new CommandLine(new BuyCommands()).addSubcommand(new BuyDatasetCommand(session));
  }
}
