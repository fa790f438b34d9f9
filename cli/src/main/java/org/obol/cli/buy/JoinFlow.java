package org.obol.cli.buy;

import java.math.BigDecimal;
import java.net.ProxySelector;
import java.util.List;
import java.util.Optional;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.devnet.DevnetFile;
import org.obol.cli.purchases.PurchaseText;
import org.obol.client.Trust;
import org.obol.client.pay.Books;
import org.obol.client.pay.Means;
import org.obol.client.pay.Outcome;
import org.obol.client.pay.PayJoin;
import org.obol.client.pay.PayRequest;
import org.obol.client.pay.Purchase;
import org.obol.client.pay.TokenStore;
import org.obol.client.source.Source;
import org.obol.client.transfer.TransferListener;
import org.obol.client.wallet.Wallet;
import org.obol.crypto.Json;
import org.obol.dataset.DatasetId;
import org.obol.ledger.Db;
import org.obol.x402.token.KnownTokens;

/** Pays for a version, or shows what it would cost. */
final class JoinFlow {

  private final Session session;
  private final JoinOptions options;
  private final Books books;
  private final Means means;

  JoinFlow(
      Session session,
      JoinOptions options,
      Db memory,
      ProxySelector proxy,
      TransferListener listener) {
    this.session = session;
    this.options = options;
    this.books = Books.of(memory, new TokenStore(session.home().purchases()));
    this.means = Means.of(session.clock(), Optional.of(proxy), listener);
  }

  /** What to do next. */
  sealed interface Result {

    /** Download with this token. */
    record Joined(Bought bought) implements Result {}

    /** Nothing was paid, as was asked for. */
    record Stopped(Answer answer) implements Result {}
  }

  Result run(Source source, DatasetId id, Optional<Long> version, Trust trust) {
    Optional<BigDecimal> maxPrice = options.maxPrice();
    // Looked for now, so that nobody confirms a price that no wallet can pay.
    Optional<Wallet> wallet = options.wallet(session);
    var request =
        new PayRequest(
            source,
            id,
            version,
            trust,
            options.payTo(),
            wallet.map(Wallet::address),
            maxPrice,
            tokens(source));
    Outcome outcome =
        new PayJoin(books, means)
            .run(request, new AskedApproval(session, options, wallet), options.key(session));
    return switch (outcome) {
      case Outcome.Member member when options.dryRun() ->
          stopped(
              "there is a token for v" + member.seq() + " already: nothing has to be paid",
              Json.object().put("token", true).put("version", member.seq()).build());
      case Outcome.Member member -> {
        member
            .purchase()
            .filter(p -> member.how() == Outcome.How.PAID || member.how() == Outcome.How.RESUMED)
            .ifPresent(p -> session.say(paid(p)));
        yield new Result.Joined(new Bought(member));
      }
      case Outcome.NotPaid notPaid -> {
        var text = new QuoteText(notPaid.quote(), wallet);
        List<String> lines = new java.util.ArrayList<>(text.lines());
        lines.add("Nothing was signed.");
        yield new Result.Stopped(Answer.of(text.json(), lines));
      }
      case Outcome.NotResumed begun ->
          stopped(
              "a payment was begun and would be sent again: " + PurchaseText.line(begun.purchase()),
              Json.object().put("begun", PurchaseText.json(begun.purchase())).build());
    };
  }

  private static String paid(Purchase purchase) {
    return "Paid "
        + purchase.cost()
        + purchase.progress().transaction().map(t -> " in transaction " + t).orElse("");
  }

  private static Result stopped(String line, Json.Obj json) {
    return new Result.Stopped(Answer.of(json, line));
  }

  /** The test dollar counts only where nothing but this machine can ask for it. */
  private KnownTokens tokens(Source source) {
    return source.origin().isLoopback() ? DevnetFile.tokens(session.home()) : KnownTokens.USDC;
  }
}
