package org.obol.cli.buy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.client.pay.Quote;
import org.obol.client.wallet.Wallet;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.Card;

/** What would be paid, to whom and for what, in words. */
record QuoteText(Quote quote, Optional<Wallet> wallet) {

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("Dataset   " + quote.goods().origin().dataset() + " v" + quote.goods().seq());
    quote.card().flatMap(Card::title).ifPresent(title -> lines.add("Title     " + title));
    lines.add("Licence   " + license());
    lines.add("Opens     " + quote.goods().grants());
    lines.add("Price     " + quote.cost() + " on " + quote.cost().chain());
    lines.add("Paid to   " + quote.cost().payee().address().checksummed() + ", " + ground());
    lines.add("Owner     " + quote.owner().address().checksummed() + ", " + known());
    wallet.ifPresent(w -> lines.add("Wallet    " + w.name() + "  " + w.address().checksummed()));
    quote
        .earlier()
        .forEach(
            p ->
                lines.add(
                    "Before    payment "
                        + p.id()
                        + " for it was refused ("
                        + p.progress().reason()
                        + ") and has expired; see obol purchases show "
                        + p.id()));
    return lines;
  }

  Json.Obj json() {
    return Json.object()
        .put("id", quote.goods().origin().dataset().text())
        .put("version", quote.goods().seq())
        .put("server", quote.goods().server().toString())
        .put("manifestHash", quote.goods().manifestHash().hex())
        .putIfPresent("license", quote.card().flatMap(Card::license).map(Json::of))
        .put("from", quote.goods().grants().from())
        .put("to", quote.goods().grants().to())
        .put("price", quote.cost().price().toPlainString())
        .put("symbol", quote.cost().symbol())
        .put("amount", quote.cost().amount().toString())
        .put("network", quote.cost().payee().network())
        .put("asset", quote.cost().payee().asset().hex())
        .put("payTo", quote.cost().payee().address().hex())
        .put("owner", quote.owner().address().hex())
        .put("ownerIsNew", quote.owner().isNew())
        .putIfPresent("offerHash", quote.evidence().offer().map(o -> Json.of(o.hash().hex())))
        .put("signed", false)
        .build();
  }

  private String license() {
    return quote
        .card()
        .flatMap(Card::license)
        .map(
            name ->
                name
                    + quote
                        .card()
                        .flatMap(Card::licenseSha256)
                        .map(Sha256::hex)
                        .map(hex -> "  (text SHA-256 " + hex + ")")
                        .orElse(""))
        .orElse("none is named");
  }

  private String ground() {
    return switch (quote.ground()) {
      case EXPLICIT -> "the account you named";
      case OWNER -> "the owner's own account";
      case SELLER_RECORD -> "which the owner's seller record names";
    };
  }

  private String known() {
    if (quote.owner().named()) {
      return "whom you named";
    }
    return quote.owner().since().map(since -> "known since " + since).orElse("NEW to you");
  }
}
