package org.obol.cli.dataset;

import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.ledger.Ledger;
import org.obol.ledger.Members;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol dataset revoke}. */
@Command(
    name = "revoke",
    description = "End an entitlement and all its tokens, at once and for good.",
    sortOptions = false,
    footer = {
      "",
      "Example:",
      "  obol dataset revoke ent-3f1c9a77d20be415 --reason \"left the company\""
    })
final class RevokeCommand implements Task {

  private final Session session;

  @Parameters(paramLabel = "ENTITLEMENT", description = "As obol dataset members shows it.")
  private String entitlement = "";

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  private String reason = "";

  RevokeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    try (Ledger ledger = Ledger.open(session.home())) {
      Entitlement revoked =
          ledger
              .db()
              .write(tx -> new Members(tx).revoke(entitlement, reason, session.clock().instant()));
      return Answer.of(Entitlements.json(revoked), Entitlements.line(revoked));
    }
  }
}
