package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.sale.Offer;
import org.obol.dataset.sale.Receipt;
import org.obol.dataset.sale.Signed;
import org.obol.devnet.Devnet;
import org.obol.x402.exact.ExactSigner;
import org.obol.x402.extension.SignIn;
import org.obol.x402.extension.SignInProof;
import org.obol.x402.extension.SignInVerifier;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentPayloadV1;
import org.obol.x402.wire.PaymentRequired;
import org.obol.x402.wire.PaymentRequiredV1;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.PaymentRequirementsV1;

/** The paid join on a real chain, as everybody meets it who plays by the rules. */
class PaidJoinIT extends PaidJoinFixture {

  private static final String PATH = Front.join(Market.A, 1);

  @Test
  void showsTheSameChallengeInTheHeaderWhateverTheMethod() {
    Front front = start();
    for (String method : List.of("GET", "POST", "HEAD")) {
      Front.Answer answer = front.ask(method, PATH);
      assertThat(answer.status()).as(method).isEqualTo(402);
      assertThat(answer.header("Cache-Control")).contains("no-store");
      assertThat(answer.header("Access-Control-Expose-Headers").orElse(""))
          .contains("PAYMENT-REQUIRED", "PAYMENT-RESPONSE");
      PaymentRequired challenge = answer.challenge();
      PaymentRequirements offer = challenge.accepts().getFirst();
      assertThat(challenge.resource().url()).isEqualTo(front.url().resolve(PATH).toString());
      assertThat(offer.network()).isEqualTo("eip155:84532");
      assertThat(offer.amount().toString()).isEqualTo("10000");
      assertThat(offer.asset()).isEqualTo(Devnet.TOKEN.checksummed());
      assertThat(offer.payTo()).isEqualTo(market.payee().checksummed());
      Signed<Offer> signed = Offer.read(offer.extra().get("offer").orElseThrow());
      assertThat(signed.signer()).contains(market.nodeKey());
      assertThat(answer.text().isEmpty()).isEqualTo(method.equals("HEAD"));
    }
    assertThat(market.payments()).isEmpty();
  }

  @Test
  void letsPagesOfAnywhereAskBeforeTheyAsk() {
    Front.Answer answer = start().ask("OPTIONS", PATH, "Origin: https://shop.example");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
    assertThat(answer.header("Access-Control-Allow-Headers").orElse(""))
        .contains("PAYMENT-SIGNATURE", "X-PAYMENT", "SIGN-IN-WITH-X", "Obol-Claim");
    assertThat(start().ask("DELETE", PATH).status()).isEqualTo(405);
  }

  @Test
  void showsBrowsersAPageAndTheHeaderToo() {
    Front.Answer page =
        start().ask("GET", PATH, "Accept: text/html,*/*", "User-Agent: Mozilla/5.0 (<script>)");
    assertThat(page.status()).isEqualTo(402);
    assertThat(page.challenge().accepts()).hasSize(1);
    assertThat(page.header("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.header("Content-Security-Policy").orElse("")).contains("default-src 'none'");
    assertThat(page.text()).contains("0.01 USDC").contains("goods-a, version 1");
    assertThat(page.text()).doesNotContain("<script");
  }

  @Test
  void escapesWhatThePageRepeats() {
    market.rename("<script>alert('\"&\"')</script>");
    Front.Answer page = start().ask("GET", PATH, "Accept: text/html", "User-Agent: Mozilla");
    assertThat(page.text())
        .contains("&lt;script&gt;alert(&#39;&quot;&amp;&quot;&#39;)&lt;/script&gt;")
        .doesNotContain("<script");
  }

  @Test
  void takesAPaymentOfVersion1WhereTheNetworkHasANameThere() {
    Front front = start();
    PrivateKey wallet = chain.wallet();
    Front.Answer unpaid = front.ask("POST", PATH);
    assertThat(unpaid.json().requireInteger("x402Version")).isEqualTo(1);
    PaymentRequirementsV1 offer = PaymentRequiredV1.parse(unpaid.json()).accepts().getFirst();
    assertThat(offer.network()).isEqualTo("base-sepolia");
    PaymentPayloadV1 payment = new ExactSigner(wallet).pay(offer);
    String header = "X-PAYMENT: " + PaymentHeaders.encode(payment.json());
    Front.Answer paid = front.ask("POST", PATH, header);
    assertThat(paid.status()).as(paid.toString()).isEqualTo(200);
    Json.Obj response = paid.decoded(PaymentHeaders.X_PAYMENT_RESPONSE);
    assertThat(response.bool("success")).contains(true);
    assertThat(response.requireText("network")).isEqualTo("base-sepolia");
    requireOpens(front, Market.A, 1, "first", paid.token().orElseThrow());
    Front.Answer again = front.ask("POST", PATH, header);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.token()).isEmpty();
    assertThat(chain.balance(market.payee())).isEqualTo(Market.PRICE);
  }

  @Test
  void answersAPaymentWithATokenAndAReceiptThatVerifies() {
    Front front = start();
    Bid bid = Bid.unaware(front, Market.A, 1, chain.wallet());
    Address payer = bid.signed().authorization().from();
    Front.Answer paid = bid.present(front);
    requireBought(front, bid, paid);
    assertThat(paid.json().members().keySet())
        .containsExactlyInAnyOrder("token", "version", "entitlement", "from", "to", "receipt");
    assertThat(paid.header("Cache-Control").orElse("")).contains("no-store");
    Json.Obj response = paid.decoded(PaymentHeaders.PAYMENT_RESPONSE);
    assertThat(response.bool("success")).contains(true);
    assertThat(response.requireText("payer")).isEqualTo(payer.checksummed());
    String transaction = response.requireText("transaction");
    assertThat(chain.client().receipt(Bytes32.parse(transaction)).orElseThrow().succeeded())
        .isTrue();
    Signed<Receipt> receipt = Receipt.read(paid.json().get("receipt").orElseThrow());
    receipt.requireSignedBy(market.nodeKey(), "the receipt");
    Signed<Offer> offer = Offer.read(bid.payment().accepted().extra().get("offer").orElseThrow());
    assertThat(receipt.document().isFor(offer)).isTrue();
    assertThat(receipt.document().payer()).isEqualTo(payer);
    assertThat(receipt.document().transaction()).isEqualTo(transaction);
    assertThat(receipt.document().entitlement()).isEqualTo(paid.json().requireText("entitlement"));
  }

  @Test
  void givesTheClaimantATokenAgainAndKeepsThreeAlive() {
    Front front = start();
    Bid bid = Bid.claiming(front, Market.A, 1, chain.wallet());
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Front.Answer answer = bid.present(front);
      requireBought(front, bid, answer);
      tokens.add(answer.token().orElseThrow());
    }
    assertThat(tokens).doesNotHaveDuplicates();
    List<Integer> alive =
        tokens.stream().map(token -> front.download(Market.A, 1, token).status()).toList();
    assertThat(alive.subList(2, 5)).containsOnly(200);
    assertThat(alive.subList(0, 2)).isSubsetOf(401, 403);
    assertThat(market.entitlements(Market.A, bid.signed().authorization().from())).hasSize(1);
  }

  @Test
  void tellsAnotherClaimNothing() {
    Front front = start();
    Bid bid = Bid.claiming(front, Market.A, 1, chain.wallet());
    requireBought(front, bid, bid.present(front));
    Bid other = Bid.claiming(front.challenge(Market.A, 1), bid.path(), PrivateKey.generate());
    Front.Answer guess = new Bid(bid.path(), bid.payment(), other.claim()).present(front);
    assertThat(guess.status()).isEqualTo(409);
    assertThat(guess.error()).isEqualTo("already_entitled");
    assertThat(guess.token()).isEmpty();
    Front.Answer malformed =
        front.ask("POST", PATH, bid.seen().headers().getFirst(), "Obol-Claim: ABC");
    assertThat(malformed.status()).isEqualTo(400);
  }

  @Test
  void givesThePayerATokenForASignInOnce() {
    Front front = start();
    PrivateKey wallet = chain.wallet();
    Bid bid = Bid.unaware(front, Market.A, 1, wallet);
    requireBought(front, bid, bid.present(front));
    Front.Answer secondPayment = Bid.unaware(front, Market.A, 1, wallet).present(front);
    assertThat(secondPayment.status()).isEqualTo(409);
    assertThat(secondPayment.error()).isEqualTo("already_entitled");
    String proof = signIn(front, wallet);
    Front.Answer signedIn = front.ask("POST", PATH, proof);
    requireBought(front, bid, signedIn);
    Front.Answer replayed = front.ask("POST", PATH, proof);
    assertThat(replayed.status()).isEqualTo(401);
    assertThat(replayed.token()).isEmpty();
    Front.Answer stranger = front.ask("POST", PATH, signIn(front, chain.wallet()));
    assertThat(stranger.status()).isEqualTo(402);
    assertThat(stranger.header(PaymentHeaders.PAYMENT_REQUIRED)).isPresent();
    requirePaidOnce(bid);
  }

  static String signIn(Front front, PrivateKey wallet) {
    SignIn asked =
        SignInVerifier.declaredIn(front.challenge(Market.A, 1).extensions()).orElseThrow();
    return PaymentHeaders.SIGN_IN_WITH_X
        + ": "
        + SignInProof.sign(asked, PayChain.ID, wallet).encode();
  }

  @Test
  void settlesNothingForAHeadRequest() {
    Front front = start();
    PrivateKey wallet = chain.wallet();
    Bid bid = Bid.unaware(front, Market.A, 1, wallet);
    Front.Answer head = front.ask("HEAD", PATH, bid.headers().toArray(String[]::new));
    assertThat(head.status()).isEqualTo(402);
    requireNothingHappened(wallet);
    requireBought(front, bid, bid.present(front));
  }

  @Test
  void servesWhoHasPaidEvenAfterTheSaleHasEnded() {
    Front front = start();
    Bid bid = Bid.claiming(front, Market.A, 1, chain.wallet());
    requireBought(front, bid, bid.present(front));
    market.endSale(Market.A);
    requireBought(front, bid, bid.present(front));
    assertThat(front.ask("POST", PATH).status()).isEqualTo(503);
    assertThat(Optional.of(front.ask("POST", PATH).error())).contains("paid_join_disabled");
  }
}
