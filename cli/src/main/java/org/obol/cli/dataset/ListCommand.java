package org.obol.cli.dataset;

import java.util.List;
import org.obol.cli.Answer;
import org.obol.cli.Figures;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.crypto.Json;
import org.obol.ledger.Dataset;
import org.obol.ledger.Datasets;
import org.obol.ledger.Ledger;
import org.obol.ledger.Tx;
import picocli.CommandLine.Command;

/** {@code obol dataset list}. */
@Command(
    name = "list",
    description = "List your datasets.",
    footer = {"", "Example:", "  obol dataset list"})
final class ListCommand implements Task {

  private record Row(Dataset dataset, long head) {}

  private final Session session;

  ListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    try (Ledger ledger = Ledger.open(session.home())) {
      List<Row> rows = ledger.db().read(ListCommand::rows);
      Json.Obj json =
          Json.object().put("datasets", rows.stream().map(ListCommand::json).toList()).build();
      return rows.isEmpty()
          ? Answer.of(json, "No datasets yet. Make one: obol dataset from <file.jsonl> --name <id>")
          : Answer.of(json, rows.stream().map(ListCommand::line).toList());
    }
  }

  private static List<Row> rows(Tx tx) {
    var datasets = new Datasets(tx);
    return datasets.all().stream().map(d -> new Row(d, datasets.head(d.id()))).toList();
  }

  private static Json.Obj json(Row row) {
    return Json.object()
        .put("id", row.dataset().id().text())
        .put("owner", row.dataset().owner().hex())
        .put("membership", row.dataset().membership().label())
        .put("head", row.head())
        .build();
  }

  private static String line(Row row) {
    return String.join(
        "  ",
        row.dataset().id().text(),
        Figures.plural(row.head(), "version"),
        row.dataset().membership().label(),
        "owner " + row.dataset().owner());
  }
}
