package org.obol.cli.dataset;

import org.obol.cli.Session;
import org.obol.cli.publish.PublishCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code obol dataset}. */
@Command(
    name = "dataset",
    description = "Sign, check and look after your datasets.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example:",
      "  obol dataset from sft.jsonl --name pi-sessions --license CC-BY-4.0",
      "  obol dataset verify pi-sessions"
    })
public final class DatasetCommands {

  private DatasetCommands() {}

  /** The group with every command in it; a new one is named here. */
  public static CommandLine group(Session session) {
    return new CommandLine(new DatasetCommands())
        .addSubcommand(new FromCommand(session))
        .addSubcommand(new VersionCommand(session))
        .addSubcommand(new VerifyCommand(session))
        .addSubcommand(new PublishCommand(session))
        .addSubcommand(new StatusCommand(session))
        .addSubcommand(new ListCommand(session))
        .addSubcommand(new ApproveCommand(session))
        .addSubcommand(new GrantCommand(session))
        .addSubcommand(new MembersCommand(session))
        .addSubcommand(new RevokeCommand(session));
  }
}
