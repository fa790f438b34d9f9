package org.obol.x402.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.x402.exact.ExactVectors.ANVIL_0;
import static org.obol.x402.exact.ExactVectors.NOW;
import static org.obol.x402.exact.ExactVectors.ORDER;
import static org.obol.x402.exact.ExactVectors.SELLER;
import static org.obol.x402.exact.ExactVectors.V1_SIGNATURE;
import static org.obol.x402.exact.ExactVectors.authorization;
import static org.obol.x402.exact.ExactVectors.payment;
import static org.obol.x402.exact.ExactVectors.reason;
import static org.obol.x402.exact.ExactVectors.requirements;
import static org.obol.x402.exact.ExactVectors.sign;
import static org.obol.x402.exact.ExactVectors.signature;
import static org.obol.x402.exact.ExactVectors.vector1;
import static org.obol.x402.exact.ExactVectors.verifier;
import static org.obol.x402.exact.ExactVectors.verify;
import static org.obol.x402.exact.ExactVectors.word;

import java.math.BigInteger;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.obol.crypto.Json;
import org.obol.x402.Captures;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reasons;

/** The vectors 9.1, 9.2 and V1, and what counts as a signature of the payer. */
final class ExactSignatureTest {

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
}
