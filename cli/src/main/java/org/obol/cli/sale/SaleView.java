package org.obol.cli.sale;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.evm.ChainId;
import org.obol.ledger.Sale;
import org.obol.x402.token.Token;

/** A sale as it is told: to people, to machines, to spreadsheets. */
record SaleView(Sale sale) {

  static final List<String> COLUMNS =
      List.of(
          "time",
          "dataset",
          "version",
          "payer",
          "amount",
          "symbol",
          "network",
          "asset",
          "transaction",
          "state",
          "entitlement",
          "access",
          "refund");

  /** The token it was paid in; one that nobody knows any more is counted in atomic units. */
  Token token() {
    ChainId chain = ChainId.parse(sale.payee().network());
    return PayableTokens.known(chain, sale.payee().asset())
        .orElseGet(() -> new Token(chain, sale.payee().asset(), "atomic units", "?", "?", 0));
  }

  String line() {
    String refunds = refunds();
    return String.join(
        "  ",
        sale.time().toString(),
        sale.dataset() + " v" + sale.seq(),
        Money.text(sale.amount(), token()) + " on " + PayableTokens.chainName(token()),
        "from " + sale.payer().checksummed(),
        sale.transaction().map(hash -> "in " + hash).orElse("not settled"),
        sale.state() + sale.reason().map(why -> " (" + why + ")").orElse(""),
        sale.access().map(e -> e.id() + " " + access(e)).orElse("no access yet")
            + (refunds.isEmpty() ? "" : "  refund: " + refunds));
  }

  List<String> cells() {
    return List.of(
        sale.time().toString(),
        sale.dataset().text(),
        Long.toString(sale.seq()),
        sale.payer().checksummed(),
        amount(),
        token().symbol(),
        sale.payee().network(),
        sale.payee().asset().checksummed(),
        sale.transaction().orElse(""),
        sale.state(),
        sale.access().map(Entitlement::id).orElse(""),
        sale.access().map(SaleView::access).orElse(""),
        refunds());
  }

  Json.Obj json() {
    JsonObject out =
        Json.object()
            .put("time", sale.time().toString())
            .put("dataset", sale.dataset().text())
            .put("version", sale.seq())
            .put("payer", sale.payer().checksummed())
            .put("payTo", sale.payee().address().checksummed())
            .put("amount", amount())
            .put("atomic", sale.amount().toString())
            .put("symbol", token().symbol())
            .put("network", sale.payee().network())
            .put("asset", sale.payee().asset().checksummed())
            .put("state", sale.state())
            .putIfPresent("reason", sale.reason().map(Json::of))
            .putIfPresent("transaction", sale.transaction().map(Json::of));
    sale.access().ifPresent(e -> out.put("entitlement", e.id()).put("access", access(e)));
    return out.put("refunds", sale.refunds().stream().map(SaleView::json).toList()).build();
  }

  private static Json json(Sale.Refund refund) {
    return Json.object()
        .put("note", refund.note())
        .put("created", refund.created().toString())
        .putIfPresent("transaction", refund.transaction().map(Json::of))
        .build();
  }

  private String amount() {
    return token().decimals() == 0
        ? sale.amount().toString()
        : Money.plain(new BigDecimal(sale.amount(), token().decimals()));
  }

  private String refunds() {
    return sale.refunds().stream()
        .map(r -> r.note() + r.transaction().map(hash -> " in " + hash).orElse(""))
        .collect(Collectors.joining("; "));
  }

  private static String access(Entitlement entitlement) {
    return switch (entitlement.state()) {
      case Entitlement.State.Active ignored -> "active";
      case Entitlement.State.Suspended ignored -> "suspended";
      case Entitlement.State.Revoked ignored -> "revoked";
    };
  }
}
