package org.obol.cli.sale;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.dataset.DatasetId;
import org.obol.ledger.Dataset;
import org.obol.ledger.Datasets;
import org.obol.ledger.Ledger;
import org.obol.ledger.SaleTerms;
import org.obol.ledger.Sales;
import org.obol.ledger.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol dataset price}. */
@Command(
    name = "price",
    description = "Show or change what a dataset costs.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  obol dataset price pi-sessions",
      "  obol dataset price pi-sessions --price 5.00 --chain base --pay-to 0x…",
      "  obol dataset price pi-sessions --off",
      "",
      "What is not given stays as it was. A new price leaves offers made before payable for a day."
    })
public final class PriceCommand implements Task {

  private final Session session;

  @Parameters(paramLabel = "ID", description = "The dataset's id.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private DatasetId id;

  @Option(names = "--off", description = "Sell it no more.")
  private boolean off;

  @Mixin private final PriceOptions options = new PriceOptions();

  /** The command in this session. */
  public PriceCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    if (off && options.given()) {
      throw new ObolException(
          ObolException.Exit.USAGE, "--off ends the sale; give it without a price");
    }
    try (Ledger ledger = Ledger.open(session.home())) {
      if (off) {
        return ledger.db().write(this::end);
      }
      return options.given() ? ledger.db().write(this::change) : ledger.db().read(this::show);
    }
  }

  private Answer end(Tx tx) {
    new Datasets(tx).require(id);
    new Sales(tx).end(id);
    return Answer.of(
        Json.object().put("id", id.text()).put("sold", false).build(),
        id + " is not sold any more.");
  }

  private Answer change(Tx tx) {
    Dataset dataset = new Datasets(tx).require(id);
    SaleTerms terms =
        options.terms(
            dataset,
            dataset.membership(),
            new Sales(tx).terms(id),
            new PayableTokens(session.home()));
    new Sales(tx).put(terms, session.clock().instant());
    PriceTag tag = tag(tx, dataset, terms);
    List<String> lines = new ArrayList<>(tag.lines());
    lines.add(
        "A node that sells on this chain takes it at once; else start one with: obol dataset"
            + " publish "
            + id);
    return Answer.of(tag.json(), lines);
  }

  private Answer show(Tx tx) {
    Dataset dataset = new Datasets(tx).require(id);
    Optional<PriceTag> tag = new Sales(tx).terms(id).map(terms -> tag(tx, dataset, terms));
    return tag.map(t -> Answer.of(t.json(), t.lines()))
        .orElseGet(
            () ->
                Answer.of(
                    Json.object().put("id", id.text()).put("sold", false).build(),
                    id
                        + " is not sold. Set a price with: obol dataset price "
                        + id
                        + " --price 5.00"));
  }

  private static PriceTag tag(Tx tx, Dataset dataset, SaleTerms terms) {
    var datasets = new Datasets(tx);
    return new PriceTag(
        dataset, terms, datasets.version(dataset.id(), datasets.head(dataset.id())));
  }
}
