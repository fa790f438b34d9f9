package org.obol.cli.dataset;

import java.time.Instant;
import java.util.List;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.crypto.Json;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.AccessToken;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.ledger.Datasets;
import org.obol.ledger.Ledger;
import org.obol.ledger.Members;
import org.obol.ledger.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol dataset grant}. */
@Command(
    name = "grant",
    description = "Make somebody a member and print their token, this once.",
    sortOptions = false,
    footer = {"", "Example:", "  obol dataset grant pi-sessions --subject alice --follow"})
final class GrantCommand implements Task {

  private record Granted(Entitlement entitlement, AccessToken token) {}

  private final Session session;

  @Parameters(paramLabel = "ID", description = "The dataset's id.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private DatasetId id;

  @Option(names = "--subject", required = true, paramLabel = "LABEL", description = "Who it is.")
  private String subject = "";

  @Mixin private final RangeOptions range = new RangeOptions();

  GrantCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    try (Ledger ledger = Ledger.open(session.home())) {
      Granted granted = ledger.db().write(this::grant);
      return Answer.of(
          Json.object()
              .put("token", granted.token().reveal())
              .put("entitlement", Entitlements.json(granted.entitlement()))
              .build(),
          List.of(
              Entitlements.line(granted.entitlement()),
              "Token (shown this once): " + granted.token().reveal()));
    }
  }

  private Granted grant(Tx tx) {
    Instant now = session.clock().instant();
    var datasets = new Datasets(tx);
    datasets.require(id);
    var members = new Members(tx);
    Entitlement entitlement =
        members.grant(id, subject, range.range(datasets, id), Entitlement.Source.APPROVED, now);
    return new Granted(entitlement, members.issue(entitlement.id(), now));
  }
}
