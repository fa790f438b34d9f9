package org.obol.x402.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Eip712;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.crypto.PrivateKey;
import org.obol.x402.Captures;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reasons;

/** The vectors 9.1, 9.2 and V1, and every way in which a payment may not fit. */
final class ExactVerifierTest {

  private static final PrivateKey ANVIL_0 =
      PrivateKey.ofHex("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
  private static final String SELLER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
  private static final String USDC = "0x036CbD53842c5426634e7929541eC2318f3dCF7e";
  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
  private static final long NOW = 1893455940;
  private static final String V1_SIGNATURE =
      "0xbc72909f94e2cebee2d4b1375df79e97871474f959804e254bef016d0dca67f5"
          + "76cd8a65a6505cc16668db796372ed51e1bbf10efe7988803ab21ad1a2e697a01c";

  @ParameterizedTest
  @CsvSource({
    "0x857b06519E91e3A54538791bDbb0E22373e36b66, 0x209693Bc6afc0C5328bA36FaF03C514EF312287C,"
        + " 1740672089, 1740672154,"
        + " 0xf3746613c2d920b5fdabc0856f2aeb2d4f88ee6037b8cc5d04a71a4462f13480,"
        + " 0xf256992871671abcb27ff92885a7afa46218724e5fc0bac35d050115aa1d22e6,"
        + " 0x2d6a7588d6acca505cbf0d9a4a227e0c52c6c34008c8e8986a1283259764173608a2ce6496642e377d6da8dbbf5836e9bd15092f9ecab05ded3d6293af148b571c",
    "0x2980bc24bBFB34DE1BBC91479Cb712ffbCE02F73, 0x7553F6FA4Fb62986b64f79aEFa1fB93ea64A22b1,"
        + " 1748534647, 1748534767,"
        + " 0x9b750f5097972d82c02ac371278b83ecf3ca3be8387db59e664eb38c98f97a3d,"
        + " 0x04c1f7b2f7671dfb74b073954c7a2b39a139273aa869010df30447cd04e1538a,"
        + " 0xde533856d81c76984a8dbc8d563bbb6d6d4ca36ce6c4d6e8cf315de3bfc14ab26d6bcdc37549aeed78bf92e39d5180268f8f399a4ffb816cfbf500823882b6001c"
  })
  void a_published_payment_is_good_at_its_time(
      String from,
      String to,
      String validAfter,
      String validBefore,
      String nonce,
      String digest,
      String signature) {
    PaymentRequirements terms = requirements(to, "10000", "USDC", "eip155:84532");
    Json.Obj authorization =
        Json.object()
            .put("from", from)
            .put("to", to)
            .put("value", "10000")
            .put("validAfter", validAfter)
            .put("validBefore", validBefore)
            .put("nonce", nonce)
            .build();
    PaymentPayload payment = payment(terms, authorization, signature);
    long now = Long.parseLong(validAfter) + 11;
    assertThat(verifier(now).verify(payment, terms))
        .isInstanceOfSatisfying(
            LocalVerification.Signed.class,
            signed -> {
              assertThat(signed.payment().digest()).hasToString(digest);
              assertThat(signed.payment().payer().checksummed()).isEqualTo(from);
              assertThat(signed.payment().authorization().json()).isEqualTo(authorization);
            });
    // Today it has expired.
    assertThat(reason(verifier(NOW).verify(payment, terms))).isEqualTo(Reasons.VALID_BEFORE);
    // With the name of another network's USDC it is somebody else's signature.
    PaymentRequirements renamed = requirements(to, "10000", "USD Coin", "eip155:84532");
    assertThat(verifier(now).verify(payment(renamed, authorization, signature), renamed))
        .isInstanceOf(LocalVerification.ContractOnly.class);
  }

  @Test
  void the_signer_makes_vector_1() {
    PaymentPayload payment = vector1();
    assertThat(payment.payload().requireText("signature")).isEqualTo(V1_SIGNATURE);
    ExactPayment read = ExactPayment.read(payment, payment.accepted()).orElseThrow();
    assertThat(read.digest())
        .hasToString("0x7418c5730e5b1d28b3a3b5616f476479526a4668612cb2deb15e58e8cce0956b");
    assertThat(payment.payload())
        .isEqualTo(
            Json.object()
                .put(
                    "authorization",
                    Json.object()
                        .put("from", ANVIL_0.address().checksummed())
                        .put("to", SELLER)
                        .put("value", "10000")
                        .put("validAfter", "0")
                        .put("validBefore", "1893456000")
                        .put("nonce", "0x" + "11".repeat(32))
                        .build())
                .put("signature", V1_SIGNATURE)
                .build());
  }

  @Test
  void another_implementations_signature_is_good() {
    Json.Obj vector = Captures.resource("/eip3009-vector.json");
    Json.Obj domain = vector.object("domain").orElseThrow();
    Json.Obj authorization = vector.object("authorization").orElseThrow();
    PaymentRequirements terms =
        new PaymentRequirements(
            Json.object()
                .put("scheme", "exact")
                .put("network", "eip155:" + domain.requireInteger("chainId"))
                .put("amount", authorization.requireText("value"))
                .put("asset", domain.requireText("verifyingContract"))
                .put("payTo", authorization.requireText("to"))
                .put("maxTimeoutSeconds", 60)
                .put(
                    "extra",
                    Json.object()
                        .put("name", domain.requireText("name"))
                        .put("version", domain.requireText("version"))
                        .build())
                .build());
    PaymentPayload payment = payment(terms, authorization, vector.requireText("signature"));
    assertThat(verifier(1795336500).verify(payment, terms))
        .isInstanceOfSatisfying(
            LocalVerification.Signed.class,
            signed ->
                assertThat(signed.payment().digest()).hasToString(vector.requireText("digest")));
  }

  @Test
  void a_flipped_bit_is_another_signature() {
    String flipped = V1_SIGNATURE.replace("0xbc", "0xbd");
    assertThat(verify(sign(flipped))).isNotInstanceOf(LocalVerification.Signed.class);
  }

  @Test
  void malleable_and_impossible_signatures_are_refused() {
    String r = V1_SIGNATURE.substring(2, 66);
    BigInteger s = new BigInteger(V1_SIGNATURE.substring(66, 130), 16);
    String highS = "0x" + r + word(ORDER.subtract(s)) + "1b";
    assertThat(reason(verify(sign(highS)))).isEqualTo(Reasons.INVALID_SIGNATURE);
    for (String v : new String[] {"02", "1a", "1d", "1e", "ff"}) {
      String other = V1_SIGNATURE.substring(0, 130) + v;
      assertThat(reason(verify(sign(other)))).isEqualTo(Reasons.INVALID_SIGNATURE);
    }
    for (String bad : new String[] {word(BigInteger.ZERO), word(ORDER), "f".repeat(64)}) {
      assertThat(reason(verify(sign("0x" + bad + word(s) + "1c"))))
          .isEqualTo(Reasons.INVALID_SIGNATURE);
      assertThat(reason(verify(sign("0x" + r + bad + "1c")))).isEqualTo(Reasons.INVALID_SIGNATURE);
    }
  }

  @Test
  void v_of_0_and_1_is_taken_for_27_and_28() {
    String compact = V1_SIGNATURE.substring(0, 130) + "01";
    assertThat(verify(sign(compact)))
        .isInstanceOfSatisfying(
            LocalVerification.Signed.class,
            signed -> assertThat(signed.payment().signature()).hasToString(V1_SIGNATURE));
    assertThat(verify(sign(V1_SIGNATURE.toUpperCase(Locale.ROOT).replace("0X", "0x"))))
        .isInstanceOf(LocalVerification.Signed.class);
  }

  @Test
  void only_a_contract_can_have_signed_with_other_lengths() {
    assertThat(verify(sign("0x1234"))).isInstanceOf(LocalVerification.ContractOnly.class);
    assertThat(verify(sign("0x"))).isInstanceOf(LocalVerification.ContractOnly.class);
    String undeployed = "0x" + "00".repeat(96) + "6492".repeat(16);
    assertThat(reason(verify(sign(undeployed)))).isEqualTo(Reasons.FACTORY_NOT_ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9999", "10001"})
  void another_amount_than_asked_is_refused(String amount) {
    PaymentRequirements paid = requirements(SELLER, amount, "USDC", "eip155:84532");
    PaymentRequirements asked = requirements(SELLER, "10000", "USDC", "eip155:84532");
    assertThat(reason(verifier(NOW).verify(pay(paid), asked))).isEqualTo(Reasons.VALUE_MISMATCH);
  }

  @Test
  void another_receiver_chain_or_scheme_is_refused() {
    PaymentRequirements asked = requirements(SELLER, "10000", "USDC", "eip155:84532");
    PaymentRequirements toOther = requirements(USDC, "10000", "USDC", "eip155:84532");
    assertThat(reason(verifier(NOW).verify(pay(toOther), asked)))
        .isEqualTo(Reasons.RECIPIENT_MISMATCH);
    PaymentRequirements onOther = requirements(SELLER, "10000", "USDC", "eip155:8453");
    assertThat(reason(verifier(NOW).verify(pay(onOther), asked)))
        .isEqualTo(Reasons.NETWORK_MISMATCH);
    var byOther = new PaymentRequirements(with(asked.json(), "scheme", "upto"));
    assertThat(reason(verifier(NOW).verify(pay(asked), byOther))).isEqualTo(Reasons.INVALID_SCHEME);
    // A liar who only says that it is the right chain has the wrong signature.
    PaymentPayload liar = payment(asked, authorization(pay(onOther)), signature(pay(onOther)));
    assertThat(verifier(NOW).verify(liar, asked))
        .isInstanceOf(LocalVerification.ContractOnly.class);
  }

  @Test
  void six_seconds_must_be_left() {
    PaymentRequirements terms = vector1().accepted();
    assertThat(verifier(1893456000 - 6).verify(vector1(), terms))
        .isInstanceOf(LocalVerification.Signed.class);
    assertThat(reason(verifier(1893456000 - 5).verify(vector1(), terms)))
        .isEqualTo(Reasons.VALID_BEFORE);
  }

  @Test
  void a_payment_of_the_future_is_refused() {
    Json.Obj later = with(authorization(vector1()), "validAfter", String.valueOf(NOW + 1));
    assertThat(reason(verify(payment(vector1().accepted(), later, "0x12"))))
        .isEqualTo(Reasons.VALID_AFTER);
    Json.Obj nowOn = with(authorization(vector1()), "validAfter", String.valueOf(NOW));
    assertThat(verify(payment(vector1().accepted(), nowOn, "0x12")))
        .isInstanceOf(LocalVerification.ContractOnly.class);
  }

  @Test
  void the_case_of_addresses_does_not_matter() {
    PaymentRequirements lower =
        new PaymentRequirements(
            with(vector1().accepted().json(), "payTo", SELLER.toLowerCase(Locale.ROOT)));
    assertThat(verifier(NOW).verify(vector1(), lower)).isInstanceOf(LocalVerification.Signed.class);
  }

  @Test
  void requirements_without_the_tokens_domain_cannot_be_paid() {
    PaymentRequirements nameless =
        new PaymentRequirements(with(vector1().accepted().json(), "extra", "{}"));
    assertThat(reason(verifier(NOW).verify(vector1(), nameless))).isEqualTo(Reasons.MISSING_DOMAIN);
    assertThatThrownBy(() -> pay(nameless))
        .isInstanceOfSatisfying(
            UnpayableOfferException.class,
            e -> assertThat(e.reason().code()).isEqualTo(Reasons.MISSING_DOMAIN));
    PaymentRequirements permit =
        new PaymentRequirements(
            with(
                vector1().accepted().json(),
                "extra",
                "{\"name\":\"U\",\"version\":\"1\",\"assetTransferMethod\":\"permit2\"}"));
    assertThatThrownBy(() -> pay(permit)).hasMessageContaining("eip3009");
  }

  @ParameterizedTest
  @ValueSource(strings = {"from", "to", "value", "validAfter", "validBefore", "nonce"})
  void malformed_members_are_refused(String key) {
    for (String bad : new String[] {"", "-1", "0x1", "1e3", "01", "9".repeat(79)}) {
      Json.Obj authorization = with(authorization(vector1()), key, bad);
      PaymentPayload payment = payment(vector1().accepted(), authorization, V1_SIGNATURE);
      assertThat(reason(verify(payment))).isEqualTo(Reasons.INVALID_PAYLOAD);
    }
  }

  @Test
  void other_kinds_of_payload_are_told() {
    var permit =
        new PaymentPayload(
            Json.object()
                .put("x402Version", 2)
                .put("accepted", vector1().accepted().json())
                .put("payload", Json.object().put("permit2Authorization", "x").build())
                .build());
    assertThat(reason(verify(permit))).isEqualTo(Reasons.UNSUPPORTED_PAYLOAD);
  }

  private static PaymentPayload vector1() {
    return pay(requirements(SELLER, "10000", "USDC", "eip155:84532"));
  }

  private static PaymentPayload pay(PaymentRequirements terms) {
    var nonce = new Bytes32("0x" + "11".repeat(32));
    return new ExactSigner(ANVIL_0, InstantSource.fixed(Instant.ofEpochSecond(NOW)), () -> nonce)
        .pay(terms, Optional.empty(), Json.object().build());
  }

  private static PaymentPayload sign(String signature) {
    return payment(vector1().accepted(), authorization(vector1()), signature);
  }

  private static LocalVerification verify(PaymentPayload payment) {
    return verifier(NOW).verify(payment, payment.accepted());
  }

  private static ExactVerifier verifier(long now) {
    return new ExactVerifier(InstantSource.fixed(Instant.ofEpochSecond(now)));
  }

  private static String reason(LocalVerification result) {
    return ((LocalVerification.Refused) result).reason().code();
  }

  private static Json.Obj authorization(PaymentPayload payment) {
    return payment.payload().object("authorization").orElseThrow();
  }

  private static String signature(PaymentPayload payment) {
    return payment.payload().requireText("signature");
  }

  private static PaymentPayload payment(
      PaymentRequirements accepted, Json.Obj authorization, String signature) {
    Json.Obj payload =
        Json.object().put("signature", signature).put("authorization", authorization).build();
    return new PaymentPayload(
        Json.object()
            .put("x402Version", 2)
            .put("accepted", accepted.json())
            .put("payload", payload)
            .build());
  }

  private static PaymentRequirements requirements(
      String payTo, String amount, String name, String network) {
    return new PaymentRequirements(
        Json.object()
            .put("scheme", "exact")
            .put("network", network)
            .put("amount", amount)
            .put("asset", USDC)
            .put("payTo", payTo)
            .put("maxTimeoutSeconds", 60)
            .put("extra", Json.object().put("name", name).put("version", "2").build())
            .build());
  }

  private static Json.Obj with(Json.Obj object, String key, String value) {
    var members = new LinkedHashMap<>(object.members());
    members.put(key, value.startsWith("{") ? JsonReader.read(value) : Json.of(value));
    return new Json.Obj(members);
  }

  private static String word(BigInteger value) {
    return Eip712.word(value).hex().substring(2);
  }
}
