package org.obol.cli.sale;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.dataset.DatasetId;
import org.obol.ledger.Datasets;
import org.obol.ledger.Ledger;
import org.obol.ledger.Sale;
import org.obol.ledger.SalesBook;
import org.obol.ledger.Tx;
import org.obol.x402.token.Token;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol dataset sales}. */
@Command(
    name = "sales",
    description = "List what was paid, by whom, in which transaction, and what it opened.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  obol dataset sales pi-sessions",
      "  obol dataset sales --all --csv > sales.csv",
      "  obol dataset sales --all --open"
    })
public final class SalesCommand implements Task {

  private final Session session;

  @Parameters(arity = "0..1", paramLabel = "ID", description = "The dataset's id.")
  private @Nullable DatasetId id;

  @Option(names = "--all", description = "Those of every dataset.")
  private boolean all;

  @Option(names = "--open", description = "Payments whose end is not known yet, instead.")
  private boolean open;

  @Option(names = "--csv", description = "Print comma-separated values for a spreadsheet.")
  private boolean csv;

  /** The command in this session. */
  public SalesCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    if (all == (id != null)) {
      throw new ObolException(ObolException.Exit.USAGE, "name one dataset, or give --all");
    }
    if (csv && session.json()) {
      throw new ObolException(ObolException.Exit.USAGE, "--csv and --json exclude each other");
    }
    try (Ledger ledger = Ledger.open(session.home())) {
      List<SaleView> sales =
          ledger.db().read(this::sales).stream()
              .filter(sale -> open ? sale.isOpen() : isSale(sale))
              .map(SaleView::new)
              .toList();
      return Answer.of(json(sales), csv ? csv(sales) : lines(sales));
    }
  }

  private List<Sale> sales(Tx tx) {
    if (id == null) {
      return new SalesBook(tx).all();
    }
    new Datasets(tx).require(id);
    return new SalesBook(tx).of(id);
  }

  /** One that a reorganisation took back is listed too, but not counted. */
  private static boolean isSale(Sale sale) {
    return sale.isPaid() || sale.state().equals("suspended");
  }

  private List<String> lines(List<SaleView> sales) {
    if (sales.isEmpty()) {
      return List.of(open ? "no payment is open" : "nothing was sold yet");
    }
    List<String> lines = new ArrayList<>(sales.stream().map(SaleView::line).toList());
    if (!open) {
      totals(sales)
          .forEach(
              (token, total) ->
                  lines.add(
                      "Total: "
                          + Money.text(total.paid(), token)
                          + " on "
                          + PayableTokens.chainName(token)
                          + refunded(total, token)));
    }
    return lines;
  }

  private static String refunded(Total total, Token token) {
    return total.refunded().signum() == 0
        ? ""
        : ", "
            + Money.text(total.refunded(), token)
            + " of it refunded, "
            + Money.text(total.net(), token)
            + " left";
  }

  private static List<String> csv(List<SaleView> sales) {
    List<String> lines = new ArrayList<>();
    lines.add(Csv.line(SaleView.COLUMNS));
    sales.forEach(sale -> lines.add(Csv.line(sale.cells())));
    return lines;
  }

  private static Json.Obj json(List<SaleView> sales) {
    List<Json> totals = new ArrayList<>();
    totals(sales)
        .forEach(
            (token, total) ->
                totals.add(
                    Json.object()
                        .put("network", token.chain().toString())
                        .put("asset", token.address().checksummed())
                        .put("symbol", token.symbol())
                        .put("atomic", total.paid().toString())
                        .put("text", Money.text(total.paid(), token))
                        .put("refundedAtomic", total.refunded().toString())
                        .put("netAtomic", total.net().toString())
                        .build()));
    return Json.object()
        .put("sales", sales.stream().map(SaleView::json).toList())
        .put("totals", totals)
        .build();
  }

  /** In atomic units; a sale with several notes was given back once. */
  private record Total(BigInteger paid, BigInteger refunded) {

    static Total of(Sale sale) {
      return new Total(sale.amount(), sale.refunds().isEmpty() ? BigInteger.ZERO : sale.amount());
    }

    Total plus(Total other) {
      return new Total(paid.add(other.paid), refunded.add(other.refunded));
    }

    BigInteger net() {
      return paid.subtract(refunded);
    }
  }

  private static Map<Token, Total> totals(List<SaleView> sales) {
    Map<Token, Total> totals = new LinkedHashMap<>();
    sales.stream()
        .filter(view -> view.sale().isPaid())
        .forEach(view -> totals.merge(view.token(), Total.of(view.sale()), Total::plus));
    return totals;
  }
}
