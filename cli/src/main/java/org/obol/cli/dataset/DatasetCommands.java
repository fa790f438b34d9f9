package org.obol.cli.dataset;

import java.util.List;
import org.obol.cli.CommandGroup;
import org.obol.cli.Session;
import org.obol.cli.anonymize.AnonymizeCommand;
import org.obol.cli.publish.PublishCommand;
import org.obol.cli.sale.PriceCommand;
import org.obol.cli.sale.RefundCommand;
import org.obol.cli.sale.SalesCommand;
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

  /** The group; a new command is named here. */
  public static CommandLine group(Session session, List<String> words) {
    return new CommandGroup(new DatasetCommands(), words)
        .with("from", () -> new FromCommand(session))
        .with("version", () -> new VersionCommand(session))
        .with("anonymize", () -> new AnonymizeCommand(session))
        .with("verify", () -> new VerifyCommand(session))
        .with("publish", () -> new PublishCommand(session))
        .with("price", () -> new PriceCommand(session))
        .with("sales", () -> new SalesCommand(session))
        .with("refund", () -> new RefundCommand(session))
        .with("status", () -> new StatusCommand(session))
        .with("list", () -> new ListCommand(session))
        .with("approve", () -> new ApproveCommand(session))
        .with("grant", () -> new GrantCommand(session))
        .with("members", () -> new MembersCommand(session))
        .with("revoke", () -> new RevokeCommand(session))
        .with("withdraw", () -> new WithdrawCommand(session))
        .with("backup", () -> new BackupCommand(session))
        .with("restore", () -> new RestoreCommand(session))
        .with("import", () -> new ImportCommand(session))
        .build()
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}
