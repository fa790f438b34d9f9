package org.obol.cli.purchases;

import java.util.ArrayList;
import java.util.List;
import org.obol.client.pay.Purchase;
import org.obol.crypto.Json;

/** A payment in words; never its claim or its signature. */
public final class PurchaseText {

  private PurchaseText() {}

  /** One line: date, dataset, version, amount, state, transaction. */
  public static String line(Purchase purchase) {
    return String.join(
        "  ",
        purchase.id(),
        purchase.created().toString(),
        purchase.goods().origin().dataset() + " v" + purchase.goods().seq(),
        purchase.cost().toString(),
        purchase.state().text(),
        purchase.progress().transaction().orElse("-"));
  }

  /** For machines. */
  public static Json.Obj json(Purchase purchase) {
    return Json.object()
        .put("id", purchase.id())
        .put("created", purchase.created().toString())
        .put("dataset", purchase.goods().origin().dataset().text())
        .put("version", purchase.goods().seq())
        .put("from", purchase.goods().grants().from())
        .put("to", purchase.goods().grants().to())
        .put("server", purchase.goods().server().toString())
        .put("owner", purchase.goods().origin().owner().hex())
        .put("price", purchase.cost().price().toPlainString())
        .put("symbol", purchase.cost().symbol())
        .put("amount", purchase.cost().amount().toString())
        .put("network", purchase.cost().payee().network())
        .put("asset", purchase.cost().payee().asset().hex())
        .put("payTo", purchase.cost().payee().address().hex())
        .put("payer", purchase.payment().payer().hex())
        .put("nonce", purchase.payment().nonce())
        .put("validBefore", purchase.payment().validBefore().toString())
        .put("state", purchase.state().text())
        .put("reason", purchase.progress().reason())
        .putIfPresent("transaction", purchase.progress().transaction().map(Json::of))
        .putIfPresent("entitlement", purchase.progress().entitlement().map(Json::of))
        .putIfPresent("receipt", purchase.progress().receipt().map(r -> r.toJson()))
        .build();
  }

  static List<String> lines(Purchase purchase) {
    List<String> lines = new ArrayList<>();
    lines.add("Purchase     " + purchase.id() + "  " + purchase.created());
    lines.add(
        "Dataset      "
            + purchase.goods().origin().dataset()
            + " v"
            + purchase.goods().seq()
            + " at "
            + purchase.goods().server());
    lines.add("Opens        " + purchase.goods().grants());
    lines.add("Owner        " + purchase.goods().origin().owner().checksummed());
    lines.add("Price        " + purchase.cost() + " on " + purchase.cost().chain());
    lines.add("Paid to      " + purchase.cost().payee().address().checksummed());
    lines.add("Paid from    " + purchase.payment().payer().checksummed());
    lines.add("Nonce        " + purchase.payment().nonce());
    lines.add("Valid until  " + purchase.payment().validBefore());
    String reason = purchase.progress().reason();
    lines.add("State        " + purchase.state().text() + (reason.isEmpty() ? "" : ", " + reason));
    purchase.progress().transaction().ifPresent(t -> lines.add("Transaction  " + t));
    purchase.progress().entitlement().ifPresent(e -> lines.add("Entitlement  " + e));
    lines.add(
        "Receipt      "
            + purchase.progress().receipt().map(r -> "signed, " + r.hash()).orElse("none"));
    return lines;
  }
}
