package org.obol.cli.sale;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.dataset.sale.Price;
import org.obol.ledger.Dataset;
import org.obol.ledger.SaleTerms;
import org.obol.ledger.StoredVersion;
import org.obol.x402.token.Token;

/**
 * The terms of a dataset as they are told.
 *
 * @param head the newest version, which a buyer would buy
 */
public record PriceTag(Dataset dataset, SaleTerms terms, Optional<StoredVersion> head) {

  /** One line for people: dataset, price, payee, chain. */
  public String line() {
    return String.join(
        "  ",
        dataset.id().text(),
        priced() + head.map(v -> ", v" + v.entry().seq() + " costs " + total(v)).orElse(""),
        "paid to " + terms.payee().address().checksummed(),
        "on " + PayableTokens.chainName(token()));
  }

  /** The line, and what the owner should know about it. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(line());
    lines.add(
        switch (terms.price()) {
          case Price.Flat ignored -> "A payment opens the version bought and all before it.";
          case Price.PerMb ignored -> "A payment opens the one version bought.";
        });
    if (terms.payee().address().equals(dataset.owner())) {
      lines.add(
          "The dataset's owner key is paid, so keys/"
              + dataset.id()
              + ".key now holds money too; --pay-to names another account.");
    }
    return lines;
  }

  /** The same for machines. */
  public Json.Obj json() {
    Token token = token();
    JsonObject out =
        Json.object()
            .put("id", dataset.id().text())
            .put("price", terms.price().text())
            .put("payTo", terms.payee().address().checksummed())
            .put("network", terms.payee().network())
            .put("asset", terms.payee().asset().checksummed())
            .put("symbol", token.symbol())
            .put("decimals", token.decimals());
    head.ifPresent(
        version ->
            out.put("version", version.entry().seq())
                .put("amount", atomic(version).toString())
                .put("total", total(version)));
    return out.build();
  }

  private Token token() {
    return PayableTokens.of(terms);
  }

  private String priced() {
    String units = Money.plain(terms.price().units()) + " " + token().symbol();
    return switch (terms.price()) {
      case Price.Flat ignored -> units;
      case Price.PerMb ignored -> units + " per MB";
    };
  }

  private String total(StoredVersion version) {
    return Money.text(atomic(version), token());
  }

  private BigInteger atomic(StoredVersion version) {
    return terms.price().total(version.entry().size(), terms.decimals());
  }
}
