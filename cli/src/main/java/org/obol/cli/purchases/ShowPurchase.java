package org.obol.cli.purchases;

import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.client.pay.Purchase;
import org.obol.ledger.Db;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code obol purchases show}. */
@Command(
    name = "show",
    description = "Everything about one payment, its receipt with --json.",
    footer = {"", "Example:", "  obol purchases show obol-… --json"})
final class ShowPurchase implements Task {

  private final Session session;

  @Parameters(paramLabel = "ID", description = "The purchase, as obol purchases lists it.")
  private String id = "";

  ShowPurchase(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    try (Db db = PurchasesCommands.open(session)) {
      Purchase purchase = PurchasesCommands.require(db, id);
      return Answer.of(PurchaseText.json(purchase), PurchaseText.lines(purchase));
    }
  }
}
