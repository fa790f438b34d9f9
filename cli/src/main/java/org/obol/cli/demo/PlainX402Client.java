package org.obol.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.crypto.PrivateKey;
import org.obol.x402.exact.ExactSigner;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentRequired;

/** A buyer that knows x402 and nothing of datasets: asks, is told the price, pays what is asked. */
final class PlainX402Client {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LONGEST_ANSWER = 1 << 20;

  private final URI join;
  private final ExactSigner signer;

  /** What the payment came to. */
  record Paid(String token, String transaction) {}

  PlainX402Client(String node, PrivateKey wallet) {
    this.join = URI.create(node + "/dataset/" + Stage.ID + "/join/paid?version=1");
    this.signer = new ExactSigner(wallet);
  }

  Paid pay() throws IOException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> asked = send(http, HttpRequest.newBuilder(join));
      require(402, asked);
      PaymentRequired challenge =
          PaymentRequired.parse(
              PaymentHeaders.decode(header(asked, PaymentHeaders.PAYMENT_REQUIRED)));
      String payment =
          PaymentHeaders.encode(signer.pay(challenge, challenge.accepts().getFirst()).json());
      HttpResponse<byte[]> paid =
          send(
              http, HttpRequest.newBuilder(join).header(PaymentHeaders.PAYMENT_SIGNATURE, payment));
      require(200, paid);
      return new Paid(
          JsonReader.read(paid.body(), LONGEST_ANSWER).asObject("the answer").requireText("token"),
          PaymentHeaders.decode(header(paid, PaymentHeaders.PAYMENT_RESPONSE))
              .requireText("transaction"));
    }
  }

  private static HttpResponse<byte[]> send(HttpClient http, HttpRequest.Builder request)
      throws IOException {
    try {
      return http.send(
          request.timeout(PATIENCE).POST(BodyPublishers.noBody()).build(),
          BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObolException(ObolException.Exit.FAILED, "interrupted", e);
    }
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer
        .headers()
        .firstValue(name)
        .orElseThrow(
            () ->
                new ObolException(
                    ObolException.Exit.FAILED, "the demo's node answered without " + name));
  }

  private static void require(int status, HttpResponse<byte[]> answer) {
    Stage.require(
        answer.statusCode() == status,
        "the node answered " + answer.statusCode() + " and not " + status);
  }
}
