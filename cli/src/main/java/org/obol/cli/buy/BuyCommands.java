package org.obol.cli.buy;

import java.util.List;
import org.obol.cli.CommandGroup;
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

  /** The group; a new command is named here. */
  public static CommandLine group(Session session, List<String> words) {
    return new CommandGroup(new BuyCommands(), words)
        .with("dataset", () -> new BuyDatasetCommand(session))
        .build();
  }
}
