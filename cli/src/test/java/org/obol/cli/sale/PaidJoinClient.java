package org.obol.cli.sale;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.obol.crypto.Address;
import org.obol.crypto.PrivateKey;
import org.obol.x402.exact.ExactSigner;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentRequired;

/** Any x402 client: it knows nothing of datasets. */
public final class PaidJoinClient {

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final ExactSigner signer;

  public PaidJoinClient(String base, PrivateKey key) {
    this.base = base;
    this.signer = new ExactSigner(key);
  }

  /** Who pays. */
  public Address payer() {
    return signer.payer();
  }

  /** What stands in the 402 answer's header. */
  public record Challenge(PaymentRequired required) {

    java.util.List<org.obol.x402.wire.PaymentRequirements> requirements() {
      return required.accepts();
    }
  }

  public HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(base + path)).build(), BodyHandlers.ofByteArray());
  }

  public Challenge challenge(String dataset) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = get(path(dataset));
    if (answer.statusCode() != 402) {
      throw new AssertionError(answer.statusCode() + " " + text(answer));
    }
    String header = answer.headers().firstValue(PaymentHeaders.PAYMENT_REQUIRED).orElseThrow();
    return new Challenge(PaymentRequired.parse(PaymentHeaders.decode(header)));
  }

  public HttpResponse<byte[]> pay(String dataset) throws IOException, InterruptedException {
    PaymentRequired required = challenge(dataset).required();
    String payment =
        PaymentHeaders.encode(signer.pay(required, required.accepts().getFirst()).json());
    return http.send(
        HttpRequest.newBuilder(URI.create(base + path(dataset)))
            .header(PaymentHeaders.PAYMENT_SIGNATURE, payment)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofByteArray());
  }

  /** The body as text. */
  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  /** The transaction that an answer's PAYMENT-RESPONSE names. */
  public static String transaction(HttpResponse<byte[]> answer) {
    return PaymentHeaders.decode(
            answer.headers().firstValue(PaymentHeaders.PAYMENT_RESPONSE).orElseThrow())
        .requireText("transaction");
  }

  private static String path(String dataset) {
    return "/dataset/" + dataset + "/join/paid?version=1";
  }
}
