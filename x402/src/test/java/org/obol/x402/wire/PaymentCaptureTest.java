package org.obol.x402.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Json;
import org.obol.x402.Captures;
import org.obol.x402.Captures.Message;

/** Everything that the reference packages 2.27 and 1.2 sent is read and written back. */
final class PaymentCaptureTest {

  @Test
  void a_challenge_is_written_back_byte_for_byte() {
    List<String> challenges = headers(PaymentHeaders.PAYMENT_REQUIRED);
    assertThat(challenges).hasSizeGreaterThan(20);
    for (String header : challenges) {
      PaymentRequired challenge = PaymentRequired.parse(PaymentHeaders.decode(header));
      assertThat(PaymentHeaders.encode(challenge.json())).isEqualTo(header);
    }
  }

  @Test
  void a_payment_is_written_back_byte_for_byte() {
    int payments = 0;
    for (String header : headers(PaymentHeaders.PAYMENT_SIGNATURE)) {
      if (IncomingPayment.decode(header) instanceof IncomingPayment.V2 payment) {
        assertThat(PaymentHeaders.encode(payment.payload().json())).isEqualTo(header);
        payments++;
      }
    }
    assertThat(payments).isGreaterThan(20);
  }

  @Test
  void garbage_is_told_from_payments() {
    assertThat(incoming("S12")).isInstanceOf(IncomingPayment.Malformed.class);
    assertThat(incoming("S13")).isInstanceOf(IncomingPayment.Malformed.class);
  }

  @Test
  void a_facilitators_answers_are_written_back_byte_for_byte() {
    int answers = 0;
    for (Message message : Captures.version2()) {
      if (!message.link().equals("server-facilitator")
          || message.start().startsWith("POST")
          || message.start().startsWith("GET")) {
        continue;
      }
      Json.Obj json = message.json();
      if (json.get("success").isPresent()) {
        assertThat(SettleResponse.parse(json).json().text()).isEqualTo(message.body());
      } else if (json.get("isValid").isPresent()) {
        // Members in another order than the reference's when there is a message.
        assertThat(VerifyResponse.parse(json).json()).isEqualTo(json);
      } else {
        assertThat(Supported.parse(json).json().text()).isEqualTo(message.body());
      }
      answers++;
    }
    assertThat(answers).isGreaterThan(40);
  }

  @Test
  void a_receipt_header_keeps_every_member() {
    List<String> receipts = headers(PaymentHeaders.PAYMENT_RESPONSE);
    assertThat(receipts).hasSizeGreaterThan(10);
    for (String header : receipts) {
      Json.Obj json = PaymentHeaders.decode(header);
      assertThat(SettleResponse.parse(json).json()).isEqualTo(json);
    }
  }

  @Test
  void what_a_client_accepted_is_what_was_offered() {
    List<Message> messages = Captures.messages("v2.json");
    int compared = 0;
    PaymentRequired challenge = null;
    for (Message message : messages) {
      Optional<String> offer = message.header(PaymentHeaders.PAYMENT_REQUIRED);
      if (offer.isPresent()) {
        challenge = PaymentRequired.parse(PaymentHeaders.decode(offer.get()));
      }
      Optional<String> paid = message.header(PaymentHeaders.PAYMENT_SIGNATURE);
      if (challenge != null
          && paid.isPresent()
          && IncomingPayment.decode(paid.get()) instanceof IncomingPayment.V2 payment) {
        // S6 is a client that lowers the amount.
        assertThat(challenge.accepts().contains(payment.payload().accepted()))
            .isEqualTo(!message.isIn("S6"));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(10);
  }

  @Test
  void version_1_is_written_back_byte_for_byte() {
    int seen = 0;
    for (Message message : Captures.messages("v1.json")) {
      Optional<String> payment = message.header(PaymentHeaders.X_PAYMENT);
      if (payment.isPresent()
          && IncomingPayment.decode(payment.get()) instanceof IncomingPayment.V1 v1) {
        assertThat(PaymentHeaders.encode(v1.payload().json())).isEqualTo(payment.get());
        assertThat(v1.payload().network()).isEqualTo("base-sepolia");
        seen++;
      }
      if (message.body().contains("\"accepts\"")) {
        assertThat(PaymentRequiredV1.parse(message.json()).json()).isEqualTo(message.json());
        seen++;
      }
      Optional<String> receipt = message.header(PaymentHeaders.X_PAYMENT_RESPONSE);
      if (receipt.isPresent()) {
        SettleResponse response = SettleResponse.parse(PaymentHeaders.decode(receipt.get()));
        assertThat(PaymentHeaders.encode(response.json())).isEqualTo(receipt.get());
        assertThat(response.onNetwork("eip155:84532").forVersion1()).isEqualTo(response);
        seen++;
      }
    }
    assertThat(seen).isEqualTo(7);
  }

  private static List<String> headers(String name) {
    return Captures.version2().stream().flatMap(m -> m.header(name).stream()).toList();
  }

  private static IncomingPayment incoming(String section) {
    return Captures.version2().stream()
        .filter(message -> message.isIn(section))
        .map(message -> IncomingPayment.read(message::header))
        .filter(payment -> !(payment instanceof IncomingPayment.None))
        .findFirst()
        .orElseThrow();
  }
}
