package org.obol.x402.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.PrivateKey;
import org.obol.x402.Captures;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentRequirements;

/** Vectors V5 and V6, and what the reference packages signed. */
final class OfferReceiptTest {

  private static final PrivateKey ANVIL_0 =
      PrivateKey.ofHex("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
  private static final String URL = "https://node.example/datasets/demo/v/3";
  private static final PaymentRequirements OFFER = offer("10000");

  @Test
  void vector_5_is_signed_alike() {
    SignedOffer signed = SignedOffer.sign(URL, OFFER, 0, OptionalLong.of(1893456000), ANVIL_0);
    assertThat(signed.digest())
        .hasToString("0x91d9e80e4b91684ff42af30fcb2b2d4dafaee17f5ca65fdf8aa930587e0c3615");
    assertThat(signed.signature())
        .isEqualTo(
            "0x491c002f81380871c3df25ebb9790bd1cb3283f0bde869d6ca9ac972bd2c6df1"
                + "7f7f29d741780279fc50c79311617320fe0e68829ee347d5aec5f4880023e65e1c");
    assertThat(signed.signer()).hasValue(ANVIL_0.address());
    assertThat(SignedOffer.parse(signed.json())).isEqualTo(signed);
  }

  @Test
  void an_offer_covers_what_it_says_until_it_ends() {
    SignedOffer signed = SignedOffer.sign(URL, OFFER, 0, OptionalLong.of(100), ANVIL_0);
    Address seller = ANVIL_0.address();
    assertThat(signed.covers(URL, OFFER, seller, 100)).isTrue();
    assertThat(signed.covers(URL, OFFER, seller, 101)).isFalse();
    assertThat(signed.covers(URL + "4", OFFER, seller, 100)).isFalse();
    assertThat(signed.covers(URL, offer("9999"), seller, 100)).isFalse();
    assertThat(signed.covers(URL, OFFER, Captures.PAYER.address(), 100)).isFalse();
    SignedOffer endless = SignedOffer.sign(URL, OFFER, 0, OptionalLong.empty(), ANVIL_0);
    assertThat(endless.covers(URL, OFFER, seller, Long.MAX_VALUE)).isTrue();
  }

  @Test
  void vector_6_is_signed_alike() {
    SignedReceipt signed =
        SignedReceipt.sign(
            URL,
            "eip155:84532",
            Address.parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8"),
            1767225600,
            Optional.empty(),
            ANVIL_0);
    assertThat(signed.digest())
        .hasToString("0xf194fc0a51e5fac97c9baa7119b48e0db1f79dd88bbeea59e90ea4f4eb8e4b04");
    assertThat(signed.signature())
        .isEqualTo(
            "0x5e5a07d2dd87fa65d7cfa111a95c4ba55e4134cea74e5f3fb4fed1b5a29a5fa7"
                + "7995b71d986e8d96bea0a4e5e43cc2e716777c26c0342fb1826677bec272b7221b");
    assertThat(signed.signer()).hasValue(ANVIL_0.address());
  }

  @Test
  void captured_offers_are_verified_and_signed_alike() {
    Json.Obj extensions = captured(PaymentHeaders.PAYMENT_REQUIRED);
    List<SignedOffer> offers = OfferReceipt.offersIn(extensions);
    SignedOffer theirs = offers.getFirst();
    assertThat(theirs.signer()).hasValue(Captures.ISSUER.address());
    assertThat(OfferReceipt.offers(offers).text())
        .isEqualTo(extensions.object(OfferReceipt.ID).orElseThrow().text());
    PaymentRequirements offer =
        new PaymentRequirements(
            header(PaymentHeaders.PAYMENT_REQUIRED)
                .list("accepts")
                .orElseThrow()
                .getFirst()
                .asObject("offer"));
    long until = theirs.payload().requireInteger("validUntil");
    assertThat(
            SignedOffer.sign(
                theirs.payload().requireText("resourceUrl"),
                offer,
                0,
                OptionalLong.of(until),
                Captures.ISSUER))
        .isEqualTo(theirs);
  }

  @Test
  void a_captured_receipt_is_verified_and_signed_alike() {
    Json.Obj extensions = captured(PaymentHeaders.PAYMENT_RESPONSE);
    SignedReceipt theirs = OfferReceipt.receiptIn(extensions).orElseThrow();
    assertThat(theirs.signer()).hasValue(Captures.ISSUER.address());
    assertThat(OfferReceipt.receipt(theirs).text())
        .isEqualTo(extensions.object(OfferReceipt.ID).orElseThrow().text());
    assertThat(
            SignedReceipt.sign(
                theirs.payload().requireText("resourceUrl"),
                "eip155:84532",
                Captures.PAYER.address(),
                theirs.payload().requireInteger("issuedAt"),
                Optional.empty(),
                Captures.ISSUER))
        .isEqualTo(theirs);
  }

  @Test
  void other_formats_are_passed_over_and_malformed_ones_refused() {
    assertThat(OfferReceipt.offersIn(Json.object().build())).isEmpty();
    assertThat(OfferReceipt.offersIn(extensions("{\"format\":\"jws\",\"signature\":\"eyJ...\"}")))
        .isEmpty();
    assertThatThrownBy(
            () ->
                OfferReceipt.offersIn(
                    extensions(
                        "{\"format\":\"eip712\",\"signature\":\"0x\",\"payload\":{\"version\":2}}")))
        .isInstanceOf(JsonException.class);
    SignedOffer signed = SignedOffer.sign(URL, OFFER, 0, OptionalLong.empty(), ANVIL_0);
    assertThat(new SignedOffer(Optional.empty(), signed.payload(), "0x12").signer()).isEmpty();
    assertThat(new SignedOffer(Optional.empty(), signed.payload(), "nonsense").signer()).isEmpty();
  }

  private static Json.Obj extensions(String offer) {
    return JsonReader.read("{\"offer-receipt\":{\"info\":{\"offers\":[" + offer + "]}}}")
        .asObject("extensions");
  }

  private static Json.Obj captured(String name) {
    return header(name).object("extensions").orElseThrow();
  }

  private static Json.Obj header(String name) {
    return Captures.messages("v2-extensions.json").stream()
        .filter(message -> message.isIn("X1"))
        .flatMap(message -> message.header(name).stream())
        .map(PaymentHeaders::decode)
        .findFirst()
        .orElseThrow();
  }

  private static PaymentRequirements offer(String amount) {
    return new PaymentRequirements(
        Json.object()
            .put("scheme", "exact")
            .put("network", "eip155:84532")
            .put("amount", amount)
            .put("asset", "0x036CbD53842c5426634e7929541eC2318f3dCF7e")
            .put("payTo", ANVIL_0.address().checksummed())
            .put("maxTimeoutSeconds", 60)
            .build());
  }
}
