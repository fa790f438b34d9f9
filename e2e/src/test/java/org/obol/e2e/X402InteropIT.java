package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.crypto.PrivateKey;
import org.obol.devnet.Devnet;
import org.obol.devnet.TestAccounts;
import org.obol.evm.Erc20;
import org.obol.x402.exact.ExactSigner;
import org.obol.x402.facilitator.Facilitator;
import org.obol.x402.facilitator.HttpFacilitator;
import org.obol.x402.facilitator.HttpFacilitatorConfig;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequired;

/**
 * The reference packages of x402 and ours in each other's place, on one chain: whoever is client,
 * server or facilitator, the price moves once. The client of version 1, x402-fetch 1.2.0, has
 * bought from a node by hand once; its 468 packages are too many for a build, where {@link
 * PaidJoinIT} pays in that version instead.
 */
class X402InteropIT extends PaidJoinFixture {

  /** Who pays for the reference facilitator's gas. */
  private static final PrivateKey REFERENCE_GAS = TestAccounts.key(6);

  private static Running referenceFacilitator;
  private static URI facilitatorUrl;

  @BeforeAll
  static void startReference() {
    Npm.install();
    referenceFacilitator =
        Npm.start(
            "facilitator.mjs",
            Map.of(
                "RPC", chainOf(X402InteropIT.class).devnet().uri().toString(),
                "CHAIN", chainNumber(),
                "KEY", "0x" + REFERENCE_GAS.revealHex()));
    facilitatorUrl = url(referenceFacilitator);
  }

  @AfterAll
  static void stopReference() {
    referenceFacilitator.close();
  }

  @Test
  void theReferenceClientBuysFromOurNode() {
    Front front = start();
    PrivateKey wallet = chain.wallet();
    Json.Obj got = referenceClient(wallet, front.url().resolve(Front.join(Market.A, 1)), "POST");
    assertThat(got.requireInteger("status")).as(got.text()).isEqualTo(200);
    assertThat(got.requireInteger("requests")).isEqualTo(2);
    Json.Obj body = JsonReader.read(got.requireText("body")).asObject("the answer");
    requireOpens(front, Market.A, 1, "first", body.requireText("token"));
    requireMoved(got.requireText("paymentResponse"), wallet.address(), market.payee());
    Front.Answer replay =
        front.ask(
            "POST",
            Front.join(Market.A, 1),
            PaymentHeaders.PAYMENT_SIGNATURE + ": " + got.requireText("payment"));
    assertThat(replay.status()).isEqualTo(409);
    assertThat(replay.error()).isEqualTo("already_entitled");
    assertThat(replay.token()).isEmpty();
    assertThat(chain.balance(market.payee())).isEqualTo(Market.PRICE);
    requireListed(front, got.requireText("payment"));
  }

  /** A facilitator of the reference would list the route that this payment was for. */
  private static void requireListed(Front front, String payment) {
    try (Running catalog = Npm.start("catalog.mjs", Map.of("PAYMENT", payment))) {
      Json.Obj listed = catalog.await(Obol.PATIENCE).requireStatus(0).json();
      for (String check : List.of("schema", "form")) {
        assertThat(listed.object(check).flatMap(c -> c.bool("valid")))
            .as(listed.text())
            .contains(true);
      }
      assertThat(listed.requireText("resourceUrl"))
          .isEqualTo(front.url().resolve("/dataset/" + Market.A + "/join/paid").toString());
      assertThat(listed.requireText("method")).isEqualTo("POST");
      assertThat(listed.object("input").flatMap(input -> input.object("queryParams")))
          .contains(Json.object().put("version", "1").build());
    }
  }

  @Test
  void ourClientBuysFromTheReferenceServerWithTheReferenceFacilitator() {
    requireSale(facilitatorUrl);
  }

  @Test
  void theReferenceServerSettlesThroughOurFacilitator() throws IOException {
    Facilitator ours = till().build(market.clock()).facilitator();
    try (var server = new FacilitatorServer(ours)) {
      requireSale(server.url());
    }
  }

  @Test
  void theReferenceClientBuysFromTheReferenceServerThroughOurFacilitator() throws IOException {
    Facilitator ours = till().build(market.clock()).facilitator();
    PrivateKey wallet = chain.wallet();
    try (var server = new FacilitatorServer(ours);
        Running reference = referenceServer(server.url())) {
      Json.Obj got = referenceClient(wallet, url(reference).resolve("/data"), "GET");
      assertThat(got.requireInteger("status")).as(got.text()).isEqualTo(200);
      requireMoved(got.requireText("paymentResponse"), wallet.address(), market.payee());
    }
  }

  @Test
  void ourNodeSettlesThroughTheReferenceFacilitator() {
    Front front =
        market.start(
            till()
                .settling(
                    embedded -> new HttpFacilitator(HttpFacilitatorConfig.of(facilitatorUrl))));
    PrivateKey wallet = chain.wallet();
    Bid bid = Bid.claiming(front, Market.A, 1, wallet);
    Front.Answer bought = bid.present(front);
    requireBought(front, bid, bought);
    String response = bought.header(PaymentHeaders.PAYMENT_RESPONSE).orElseThrow();
    Bytes32 transaction = requireMoved(response, wallet.address(), market.payee());
    assertThat(chain.client().transaction(transaction).orElseThrow().from())
        .isEqualTo(REFERENCE_GAS.address());
    Front.Answer replay = bid.seen().present(front);
    assertThat(replay.status()).isEqualTo(409);
    assertThat(replay.token()).isEmpty();
    assertThat(chain.balance(market.payee())).isEqualTo(Market.PRICE);
  }

  /** We buy from the reference server, which settles at {@code facilitator}; then once more. */
  private void requireSale(URI facilitator) {
    PrivateKey wallet = chain.wallet();
    try (Running reference = referenceServer(facilitator)) {
      Front server = new Front(url(reference), () -> {});
      PaymentRequired challenge = server.ask("GET", "/data").challenge();
      PaymentPayload payment =
          new ExactSigner(wallet).pay(challenge, challenge.accepts().getFirst());
      Bid bid = new Bid("/data", payment, Optional.empty());
      String header = bid.headers().getFirst();
      Front.Answer served = server.ask("GET", "/data", header);
      assertThat(served.status()).as(served.toString()).isEqualTo(200);
      assertThat(served.json().bool("served")).contains(true);
      requireMoved(
          served.header(PaymentHeaders.PAYMENT_RESPONSE).orElseThrow(),
          wallet.address(),
          market.payee());
      Front.Answer replay = server.ask("GET", "/data", header);
      assertThat(replay.status()).isEqualTo(402);
      requirePaidOnce(bid);
      assertThat(chain.balance(market.payee())).isEqualTo(Market.PRICE);
    }
  }

  /** The transaction that the answer names moved exactly the price. */
  private Bytes32 requireMoved(String paymentResponse, Address from, Address to) {
    Json.Obj response = PaymentHeaders.decode(paymentResponse);
    assertThat(response.bool("success")).contains(true);
    Bytes32 transaction = Bytes32.parse(response.requireText("transaction"));
    assertThat(chain.client().receipt(transaction).orElseThrow().logs())
        .anySatisfy(
            log ->
                assertThat(Erc20.transfer(log))
                    .hasValueSatisfying(
                        moved -> {
                          assertThat(moved.from()).isEqualTo(from);
                          assertThat(moved.to()).isEqualTo(to);
                          assertThat(moved.value().longValueExact()).isEqualTo(Market.PRICE);
                        }));
    assertThat(chain.transfers(from, to)).isEqualTo(1);
    return transaction;
  }

  private static Json.Obj referenceClient(PrivateKey wallet, URI url, String method) {
    try (Running client =
        Npm.start(
            "client.mjs",
            Map.of(
                "CHAIN",
                chainNumber(),
                "KEY",
                "0x" + wallet.revealHex(),
                "URL",
                url.toString(),
                "METHOD",
                method))) {
      return client.await(Obol.PATIENCE).requireStatus(0).json();
    }
  }

  private Running referenceServer(URI facilitator) {
    Map<String, String> environment = new HashMap<>();
    environment.put("FACILITATOR", facilitator.toString());
    environment.put("CHAIN", chainNumber());
    environment.put("TOKEN", Devnet.TOKEN.checksummed());
    environment.put("PAY_TO", market.payee().checksummed());
    environment.put("PRICE", Long.toString(Market.PRICE));
    return Npm.start("server.mjs", environment);
  }

  private static URI url(Running script) {
    return URI.create(script.line(line -> line.startsWith("URL ")).substring(4));
  }

  private static String chainNumber() {
    return Long.toString(PayChain.ID.value());
  }
}
