package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.devnet.Devnet;
import org.obol.devnet.TestAccounts;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reasons;

/** Invariants 3 and 5: what is not a payment of this offer changes nothing. */
class PaidJoinForgeryIT extends PaidJoinFixture {

  private static final String PATH = Front.join(Market.A, 1);

  @Test
  void refusesWhatDoesNotPayThisOfferWithTheReasonAndWritesNothing() {
    Front front = start();
    PrivateKey wallet = chain.wallet();
    payments(wallet, front.challenge(Market.A, 1).accepts().getFirst())
        .forEach(
            (payment, reason) -> {
              Front.Answer answer = Forgery.bid(payment).present(front);
              assertThat(answer.status()).as(answer.toString()).isEqualTo(402);
              assertThat(answer.reason()).as(payment.json().text()).isEqualTo(reason);
              assertThat(answer.token()).isEmpty();
              if (!reason.equals(Reasons.NO_MATCHING_REQUIREMENTS)) {
                Json.Obj response = answer.decoded(PaymentHeaders.PAYMENT_RESPONSE);
                assertThat(response.bool("success")).contains(false);
                assertThat(response.requireText("errorReason")).isEqualTo(reason);
              }
              requireNothingHappened(wallet);
            });
  }

  private static Map<PaymentPayload, String> payments(PrivateKey wallet, PaymentRequirements o) {
    var other = TestAccounts.key(7);
    Map<PaymentPayload, String> all = new LinkedHashMap<>();
    all.put(new Forgery(wallet, o).value(9_999).signed(), Reasons.VALUE_MISMATCH);
    all.put(new Forgery(wallet, o).value(10_001).signed(), Reasons.VALUE_MISMATCH);
    all.put(
        new Forgery(wallet, o).value(1).accepting("amount", "1").signed(),
        Reasons.NO_MATCHING_REQUIREMENTS);
    all.put(new Forgery(wallet, o).to(other.address()).signed(), Reasons.RECIPIENT_MISMATCH);
    all.put(
        new Forgery(wallet, o)
            .to(other.address())
            .accepting("payTo", other.address().hex())
            .signed(),
        Reasons.NO_MATCHING_REQUIREMENTS);
    all.put(
        new Forgery(wallet, o)
            .signedFor(Forgery.domain("USDC", 84532, Devnet.MULTICALL))
            .accepting("asset", Devnet.MULTICALL.hex())
            .signed(),
        Reasons.NO_MATCHING_REQUIREMENTS);
    all.put(
        new Forgery(wallet, o).signedFor(Forgery.domain("USDC", 84532, Devnet.MULTICALL)).signed(),
        Reasons.INVALID_SIGNATURE);
    all.put(
        new Forgery(wallet, o).accepting("network", "eip155:1").signed(),
        Reasons.NO_MATCHING_REQUIREMENTS);
    all.put(
        new Forgery(wallet, o).signedFor(Forgery.domain("USDC", 1, Devnet.TOKEN)).signed(),
        Reasons.INVALID_SIGNATURE);
    all.put(
        new Forgery(wallet, o).signedFor(Forgery.domain("USD Coin", 84532, Devnet.TOKEN)).signed(),
        Reasons.INVALID_SIGNATURE);
    all.put(new Forgery(wallet, o).validBefore(-1).signed(), Reasons.VALID_BEFORE);
    all.put(new Forgery(wallet, o).validBefore(3).signed(), Reasons.VALID_BEFORE);
    all.put(new Forgery(wallet, o).validAfter(100).signed(), Reasons.VALID_AFTER);
    all.put(new Forgery(wallet, o).withTwin(), Reasons.INVALID_SIGNATURE);
    all.put(new Forgery(wallet, o).signedBy(other), Reasons.INVALID_SIGNATURE);
    all.put(
        new Forgery(wallet, o).withSignature("0x" + "00".repeat(65)), Reasons.INVALID_SIGNATURE);
    all.put(new Forgery(wallet, o).withSignature("0x1234"), Reasons.INVALID_SIGNATURE);
    return all;
  }

  @Test
  void letsNoForgedSignatureOccupyTheNonceOfAPayer() {
    Front front = start();
    PrivateKey wallet = chain.wallet();
    var good = new Forgery(wallet, front.challenge(Market.A, 1).accepts().getFirst());
    for (PaymentPayload forged : List.of(good.signedBy(PrivateKey.generate()), good.withTwin())) {
      assertThat(Forgery.bid(forged).present(front).reason()).isEqualTo(Reasons.INVALID_SIGNATURE);
    }
    Bid bid = Forgery.bid(good.signed());
    requireBought(front, bid, bid.present(front));
  }

  @Test
  void believesNoHeaderThatAProxyCouldHaveSet() {
    Front front = start();
    String resource = front.challenge(Market.A, 1).resource().url();
    for (String forged :
        List.of(
            "X-Payment-Verified: true",
            "X-Payment-Response: " + PaymentHeaders.encode(settled()),
            "PAYMENT-RESPONSE: " + PaymentHeaders.encode(settled()),
            "X-Payment-Payer: " + TestAccounts.key(2).address().hex(),
            "X-Payment-Amount: 10000",
            "X-Forwarded-For: 127.0.0.1",
            "X-Forwarded-Host: evil.example",
            "X-Forwarded-Proto: https",
            "X-Dataset-Id: goods-a",
            "X-Dataset-Version: 1",
            "X-Dataset-Member: true",
            "X-PAYMENT: true",
            "PAYMENT-SIGNATURE: {}",
            "SIGN-IN-WITH-X: e30=")) {
      Front.Answer join = front.ask("POST", PATH, forged);
      assertThat(join.status()).as(forged).isIn(402, 401);
      assertThat(join.token()).isEmpty();
      if (join.status() == 402) {
        assertThat(join.challenge().resource().url()).isEqualTo(resource);
      }
      for (String route : List.of("download", "chunks")) {
        assertThat(front.ask("GET", "/dataset/goods-a/" + route + "?version=1", forged).status())
            .as(route + " with " + forged)
            .isEqualTo(401);
      }
    }
    assertThat(market.payments()).isEmpty();
  }

  private static Json.Obj settled() {
    return Json.object()
        .put("success", true)
        .put("transaction", "0x" + "11".repeat(32))
        .put("network", PayChain.ID.toString())
        .build();
  }

  @Test
  void readsOnlyAPaymentThatIsStandardBase64OfStrictJson() {
    Front front = start();
    PrivateKey wallet = chain.wallet();
    PaymentPayload good =
        new Forgery(wallet, front.challenge(Market.A, 1).accepts().getFirst()).signed();
    String twice = good.json().text().replaceFirst("\\{", "{\"x402Version\":2,");
    String marked = good.json().text().replaceFirst("\\{", "{\"note\":\"???>>>~~~???>>>~~~\",");
    String url = Base64.getUrlEncoder().encodeToString(marked.getBytes(StandardCharsets.UTF_8));
    assertThat(url).containsPattern("[-_]");
    for (String value : List.of(url, base64(twice), base64("[]"), base64("{"), "%%%")) {
      Front.Answer answer = front.ask("POST", PATH, "PAYMENT-SIGNATURE: " + value);
      assertThat(answer.status()).isEqualTo(402);
      assertThat(answer.reason()).isEqualTo(Reasons.INVALID_PAYLOAD);
    }
    requireNothingHappened(wallet);
    assertThat(front.ask("POST", PATH, "PAYMENT-SIGNATURE: " + base64(marked)).status())
        .isEqualTo(200);
  }

  @Test
  void readsNoHeaderOf64KiB() {
    Front front = start();
    PrivateKey wallet = chain.wallet();
    PaymentPayload good =
        new Forgery(wallet, front.challenge(Market.A, 1).accepts().getFirst()).signed();
    String longer = good.json().text() + " ".repeat(64 << 10);
    assertThat(refusal(front, base64(longer))).isIn(402, 431);
    requireNothingHappened(wallet);
  }

  /** The status; 431 also where the server hung up before all of the header was sent. */
  private static int refusal(Front front, String payment) {
    try {
      return front.ask("POST", PATH, "PAYMENT-SIGNATURE: " + payment).status();
    } catch (Front.GoneException hungUp) {
      return 431;
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void takesOneOfTwoPaymentsInOneRequestAtMost() {
    Front front = start();
    PaymentRequirements offer = front.challenge(Market.A, 1).accepts().getFirst();
    Bid one = Forgery.bid(new Forgery(chain.wallet(), offer).signed());
    Bid two = Forgery.bid(new Forgery(chain.wallet(), offer).signed());
    Front.Answer answer =
        front.ask("POST", PATH, one.headers().getFirst(), two.headers().getFirst());
    long moved = chain.balance(market.payee());
    assertThat(moved).isEqualTo(answer.status() == 200 ? Market.PRICE : 0);
    assertThat(chain.transfers(two.signed().authorization().from(), market.payee())).isZero();
  }

  @Test
  void refusesAPayerWhoCannotPayUntilTheyCan() {
    Front front = start();
    PrivateKey poor = PrivateKey.generate();
    Bid bid = Bid.unaware(front, Market.A, 1, poor);
    Front.Answer refused = bid.present(front);
    assertThat(refused.status()).isEqualTo(402);
    assertThat(refused.reason()).isEqualTo(Reasons.INSUFFICIENT_BALANCE);
    chain.devnet().mint(poor.address(), java.math.BigInteger.valueOf(Market.PRICE));
    requireBought(front, bid, bid.present(front));
  }
}
