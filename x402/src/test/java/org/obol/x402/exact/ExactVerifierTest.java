package org.obol.x402.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.obol.x402.exact.ExactVectors.NOW;
import static org.obol.x402.exact.ExactVectors.SELLER;
import static org.obol.x402.exact.ExactVectors.USDC;
import static org.obol.x402.exact.ExactVectors.V1_SIGNATURE;
import static org.obol.x402.exact.ExactVectors.authorization;
import static org.obol.x402.exact.ExactVectors.pay;
import static org.obol.x402.exact.ExactVectors.payment;
import static org.obol.x402.exact.ExactVectors.reason;
import static org.obol.x402.exact.ExactVectors.requirements;
import static org.obol.x402.exact.ExactVectors.signature;
import static org.obol.x402.exact.ExactVectors.vector1;
import static org.obol.x402.exact.ExactVectors.verifier;
import static org.obol.x402.exact.ExactVectors.verify;
import static org.obol.x402.exact.ExactVectors.with;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Json;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reasons;

/** Every way in which a payment may not fit. */
final class ExactVerifierTest {

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
}
