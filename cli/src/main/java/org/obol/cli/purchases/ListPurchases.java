package org.obol.cli.purchases;

import java.util.List;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.client.pay.LedgerPurchases;
import org.obol.client.pay.Purchase;
import org.obol.crypto.Json;
import org.obol.ledger.Db;
import picocli.CommandLine.Command;

/** {@code obol purchases list}. */
@Command(
    name = "list",
    description = "Every payment: name, date, dataset, amount, state, transaction.",
    footer = {"", "Example:", "  obol purchases list --json"})
final class ListPurchases implements Task {

  private final Session session;

  ListPurchases(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    try (Db db = PurchasesCommands.open(session)) {
      List<Purchase> all = new LedgerPurchases(db).all();
      return Answer.of(
          Json.object().put("purchases", all.stream().map(PurchaseText::json).toList()).build(),
          all.isEmpty()
              ? List.of("Nothing was paid for yet.")
              : all.stream().map(PurchaseText::line).toList());
    }
  }
}
