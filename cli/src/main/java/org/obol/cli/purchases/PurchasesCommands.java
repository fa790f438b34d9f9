package org.obol.cli.purchases;

import java.util.List;
import org.obol.cli.Answer;
import org.obol.cli.CommandGroup;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.client.pay.LedgerPurchases;
import org.obol.client.pay.Purchase;
import org.obol.client.pay.PurchaseStore;
import org.obol.client.pins.LedgerPins;
import org.obol.crypto.ObolException;
import org.obol.ledger.Db;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code obol purchases}; alone it lists. */
@Command(
    name = "purchases",
    description = "What you have paid for, and what became of each payment.",
    synopsisSubcommandLabel = "[COMMAND]",
    footer = {"", "Example:", "  obol purchases", "  obol purchases resume obol-…"})
public final class PurchasesCommands implements Task {

  private final Session session;

  private PurchasesCommands(Session session) {
    this.session = session;
  }

  /** The group; a new command is named here. */
  public static CommandLine group(Session session, List<String> words) {
    return new CommandGroup(new PurchasesCommands(session), words)
        .with("list", () -> new ListPurchases(session))
        .with("show", () -> new ShowPurchase(session))
        .with("resume", () -> new ResumePurchase(session))
        .build();
  }

  @Override
  public Answer run() {
    return new ListPurchases(session).run();
  }

  static Db open(Session session) {
    return LedgerPins.open(session.home().buyerDb());
  }

  static Purchase require(Db db, String id) {
    PurchaseStore purchases = new LedgerPurchases(db);
    return purchases
        .find(id)
        .orElseThrow(
            () ->
                new ObolException(
                    ObolException.Exit.FAILED,
                    "there is no purchase of that name; obol purchases lists them"));
  }
}
