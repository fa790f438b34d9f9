package org.obol.cli.dataset;

import java.util.List;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.crypto.Json;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.ledger.Datasets;
import org.obol.ledger.Ledger;
import org.obol.ledger.Members;
import org.obol.ledger.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code obol dataset members}. */
@Command(
    name = "members",
    description = "List who has been let in, and to what.",
    footer = {"", "Example:", "  obol dataset members pi-sessions"})
final class MembersCommand implements Task {

  private final Session session;

  @Parameters(paramLabel = "ID", description = "The dataset's id.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private DatasetId id;

  MembersCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    try (Ledger ledger = Ledger.open(session.home())) {
      List<Entitlement> members = ledger.db().read(this::members);
      Json.Obj json =
          Json.object()
              .put("id", id.text())
              .put("members", members.stream().map(Entitlements::json).toList())
              .build();
      return members.isEmpty()
          ? Answer.of(json, id + " has no members")
          : Answer.of(json, members.stream().map(Entitlements::line).toList());
    }
  }

  private List<Entitlement> members(Tx tx) {
    new Datasets(tx).require(id);
    return new Members(tx).of(id);
  }
}
