package org.obol.x402.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Json;
import org.obol.x402.Captures;
import org.obol.x402.Captures.Message;
import org.obol.x402.extension.PaymentIdentifier;
import org.obol.x402.wire.IncomingPayment;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentPayloadV1;
import org.obol.x402.wire.PaymentRequired;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.PaymentRequirementsV1;

/** Our checks say what the reference facilitator said; our signer signs what its client signed. */
final class ExactCaptureTest {

  // What only a chain can know.
  private static final List<String> OF_THE_CHAIN =
      List.of("invalid_exact_evm_nonce_already_used", "invalid_exact_evm_insufficient_balance");

  @Test
  void a_payment_gets_the_reason_that_the_reference_gave() {
    List<String> reasons = new ArrayList<>();
    Optional<Message> question = Optional.empty();
    for (Message message : Captures.messages("v2.json")) {
      if (message.start().startsWith("POST /verify")) {
        question = Optional.of(message);
      } else if (question.isPresent() && message.body().startsWith("{\"isValid\"")) {
        reasons.add(compare(question.get(), message));
        question = Optional.empty();
      }
    }
    assertThat(reasons)
        .hasSizeGreaterThan(12)
        .contains(
            "invalid_exact_evm_signature",
            "invalid_exact_evm_payload_authorization_valid_before",
            "invalid_exact_evm_payload_authorization_valid_after",
            "invalid_exact_evm_payload_authorization_value_mismatch");
  }

  private static String compare(Message question, Message answer) {
    Json.Obj body = question.json();
    var payment = new PaymentPayload(body.object("paymentPayload").orElseThrow());
    var requirements = new PaymentRequirements(body.object("paymentRequirements").orElseThrow());
    LocalVerification ours =
        new ExactVerifier(InstantSource.fixed(answer.date())).verify(payment, requirements);
    String theirs = answer.json().text("invalidReason").orElse("");
    if (theirs.isEmpty() || OF_THE_CHAIN.contains(theirs)) {
      assertThat(ours).isInstanceOf(LocalVerification.Signed.class);
    } else if (question.isIn("S5")) {
      // Everything fits but the signature, and only a chain knows that the payer is no contract.
      assertThat(ours).isInstanceOf(LocalVerification.ContractOnly.class);
    } else {
      assertThat(ours)
          .isInstanceOfSatisfying(
              LocalVerification.Refused.class,
              refused -> {
                assertThat(refused.reason().code()).isEqualTo(theirs);
                assertThat(refused.payer().orElseThrow().checksummed())
                    .isEqualTo(answer.json().requireText("payer"));
              });
    }
    return theirs;
  }

  @Test
  void the_signer_makes_the_same_header_from_the_same_challenge() {
    int compared = 0;
    for (String file : Captures.VERSION_2) {
      Optional<PaymentRequired> challenge = Optional.empty();
      for (Message message : Captures.messages(file)) {
        Optional<PaymentRequired> newer =
            message
                .header(PaymentHeaders.PAYMENT_REQUIRED)
                .map(header -> PaymentRequired.parse(PaymentHeaders.decode(header)));
        challenge = newer.isPresent() ? newer : challenge;
        Optional<String> header = message.header(PaymentHeaders.PAYMENT_SIGNATURE);
        if (header.isPresent() && challenge.isPresent() && isHonest(message)) {
          assertThat(signed(challenge.get(), header.get())).isEqualTo(header.get());
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(10);
  }

  /** Not forged by the capture's script, and not of another key. */
  private static boolean isHonest(Message message) {
    return !List.of("S4", "S5", "S6", "S7", "S8", "S9", "S10", "S11", "S12", "S13").stream()
        .anyMatch(message::isIn);
  }

  private static String signed(PaymentRequired challenge, String header) {
    var captured = new PaymentPayload(PaymentHeaders.decode(header));
    Authorization authorization = ExactPayload.parse(captured.payload()).authorization();
    long timeout = captured.accepted().maxTimeoutSeconds();
    Instant now = Instant.ofEpochSecond(authorization.validBefore().longValueExact() - timeout);
    var signer = new ExactSigner(Captures.PAYER, InstantSource.fixed(now), authorization::nonce);
    Json.Obj extensions =
        PaymentIdentifier.of(captured)
            .map(id -> PaymentIdentifier.attach(challenge.extensions(), id))
            .orElse(challenge.extensions());
    PaymentPayload ours =
        signer.pay(captured.accepted(), Optional.of(challenge.resource()), extensions);
    return PaymentHeaders.encode(ours.json());
  }

  @Test
  void a_payment_of_version_1_is_checked_as_one_of_version_2() {
    int checked = 0;
    for (Message message : Captures.messages("v1.json")) {
      if (message.start().startsWith("POST /verify")) {
        Json.Obj body = message.json();
        PaymentRequirements requirements =
            new PaymentRequirementsV1(body.object("paymentRequirements").orElseThrow())
                .toV2()
                .orElseThrow();
        var incoming = IncomingPayment.of(body.object("paymentPayload").orElseThrow());
        PaymentPayloadV1 v1 = ((IncomingPayment.V1) incoming).payload();
        var verifier = new ExactVerifier(InstantSource.fixed(Instant.ofEpochSecond(1795335133)));
        assertThat(verifier.verify(v1.toV2(requirements), requirements))
            .isInstanceOf(LocalVerification.Signed.class);
        checked++;
      }
    }
    assertThat(checked).isEqualTo(2);
  }
}
