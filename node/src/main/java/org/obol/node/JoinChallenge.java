package org.obol.node;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.obol.crypto.Json;
import org.obol.dataset.DatasetId;
import org.obol.dataset.sale.Offer;
import org.obol.dataset.sale.Signed;
import org.obol.http.Headers;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;
import org.obol.ledger.SaleTerms;
import org.obol.node.listing.Html;
import org.obol.x402.token.KnownTokens;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentRequired;
import org.obol.x402.wire.PaymentRequiredV1;

/**
 * The 402 answer: the challenge in the header for version 2, in the body for version 1 where the
 * network has a name there, and as a page for browsers.
 */
final class JoinChallenge {

  /** What a script in a page may read of an answer. */
  static final String EXPOSED =
      String.join(
          ", ",
          PaymentHeaders.PAYMENT_REQUIRED,
          PaymentHeaders.PAYMENT_RESPONSE,
          PaymentHeaders.X_PAYMENT_RESPONSE,
          "Retry-After");

  private static final Headers COMMON =
      Headers.of("Cache-Control", "no-store")
          .with("Vary", "PAYMENT-SIGNATURE, X-PAYMENT, SIGN-IN-WITH-X, Accept")
          .with("Access-Control-Allow-Origin", "*")
          .with("Access-Control-Expose-Headers", EXPOSED);

  private static final Headers PAGE =
      Headers.of("Content-Type", "text/html; charset=utf-8")
          .with(
              "Content-Security-Policy",
              "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
          .with("Referrer-Policy", "no-referrer")
          .with("X-Content-Type-Options", "nosniff");

  /** What is for sale, for the page. */
  record Subject(DatasetId dataset, long seq, SaleTerms terms, Signed<Offer> offer) {}

  private JoinChallenge() {}

  static HttpReply of(
      HttpRequest request, PaymentRequired challenge, Subject subject, Headers more) {
    Headers headers =
        COMMON
            .with(PaymentHeaders.PAYMENT_REQUIRED, PaymentHeaders.encode(challenge.json()))
            .with(more);
    if (isBrowser(request)) {
      return new HttpReply.Bytes(
          402, headers.with(PAGE), page(challenge, subject).getBytes(StandardCharsets.UTF_8));
    }
    Json.Obj body =
        PaymentRequiredV1.of(challenge).map(PaymentRequiredV1::json).orElseGet(challenge::json);
    return HttpReply.json(402, headers, body);
  }

  private static boolean isBrowser(HttpRequest request) {
    return request.header("Accept").filter(a -> a.contains("text/html")).isPresent()
        && request.header("User-Agent").filter(a -> a.contains("Mozilla")).isPresent();
  }

  private static String page(PaymentRequired challenge, Subject subject) {
    Offer offer = subject.offer().document();
    String amount =
        new BigDecimal(offer.amount(), subject.terms().decimals())
            .stripTrailingZeros()
            .toPlainString();
    String command =
        "obol buy dataset "
            + challenge.resource().url().replaceFirst("/dataset/.*", "")
            + " --id "
            + subject.dataset()
            + " --version "
            + subject.seq()
            + " --owner "
            + offer.origin().owner().checksummed()
            + " --join --max-price "
            + amount;
    return """
    <!doctype html>
    <html lang="en">
    <head><meta charset="utf-8"><title>Buy a dataset</title>
    <meta name="viewport" content="width=device-width, initial-scale=1"></head>
    <body>
    <main>
    <h1>%s, version %s</h1>
    <p>Price: <strong>%s %s</strong> on %s, to <code>%s</code>.</p>
    <p>The payment opens %s. It is made with x402: a program signs it, no card and no account
    is needed. With obol:</p>
    <pre>%s</pre>
    <p>The owner of the log is <code>%s</code>: compare it with what you know of the owner
    before you pay.</p>
    </main>
    </body>
    </html>
    """
        .formatted(
            Html.text(subject.dataset().text()),
            subject.seq(),
            Html.text(amount),
            Html.text(subject.terms().tokenName()),
            Html.text(network(offer.payee().network())),
            offer.payee().address().checksummed(),
            Html.text(offer.grants().toString()),
            Html.text(command),
            offer.origin().owner().checksummed());
  }

  private static String network(String caip2) {
    return KnownTokens.chain(caip2).map(KnownTokens::friendlyName).orElse(caip2);
  }

  /** What a preflight request is answered (CORS): payments may come from a page of anywhere. */
  static HttpReply preflight() {
    return HttpReply.empty(
        204,
        Headers.of("Access-Control-Allow-Origin", "*")
            .with("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
            .with(
                "Access-Control-Allow-Headers",
                "PAYMENT-SIGNATURE, X-PAYMENT, SIGN-IN-WITH-X, Obol-Claim, Content-Type")
            .with("Access-Control-Max-Age", "600"));
  }
}
