package org.obol.cli.discovery;

import java.util.List;
import org.obol.cli.CommandGroup;
import org.obol.cli.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code obol catalog}. */
@Command(
    name = "catalog",
    description = "Lists of offers, as sellers and routers show them.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:", "  obol catalog show https://data.example.org"})
public final class CatalogCommands {

  private CatalogCommands() {}

  /** The group; a new command is named here. */
  public static CommandLine group(Session session, List<String> words) {
    return new CommandGroup(new CatalogCommands(), words)
        .with("show", () -> new ShowCatalog(session))
        .with("add-inference", () -> new AddInference(session))
        .with("remove-inference", () -> new RemoveInference(session))
        .build();
  }
}
