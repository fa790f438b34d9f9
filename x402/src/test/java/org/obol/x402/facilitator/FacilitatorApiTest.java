package org.obol.x402.facilitator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.x402.Captures;
import org.obol.x402.Captures.Message;
import org.obol.x402.facilitator.FacilitatorApi.Answer;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.SettleResponse;
import org.obol.x402.wire.Supported;
import org.obol.x402.wire.VerifyResponse;

/** The server's side, asked what the reference's servers asked. */
final class FacilitatorApiTest {

  private static final String HASH = "0x" + "ab".repeat(32);

  private final List<PaymentPayload> asked = new ArrayList<>();
  private boolean broken;

  private final Facilitator facilitator =
      new Facilitator() {
        @Override
        public VerifyResponse verify(PaymentPayload payment, PaymentRequirements requirements) {
          if (broken) {
            throw new FacilitatorUnavailableException("http://node.secret is down");
          }
          asked.add(payment);
          assertThat(payment.accepted().network()).isEqualTo("eip155:84532");
          return new VerifyResponse.Valid(Optional.of("0x1"));
        }

        @Override
        public SettleResponse settle(PaymentPayload payment, PaymentRequirements requirements) {
          asked.add(payment);
          return SettleResponse.of(
              new SettleResponse.Outcome.Settled(HASH), Optional.of("0x1"), requirements.network());
        }

        @Override
        public Supported supported() {
          return new Supported(List.of(), List.of(), Map.of());
        }
      };

  private final FacilitatorApi api = new FacilitatorApi(facilitator);

  @Test
  void captured_questions_are_answered_in_their_version() {
    for (String file : List.of("v1.json", "v2.json")) {
      for (Message message : Captures.messages(file)) {
        if (message.start().startsWith("POST /verify")) {
          assertThat(post("/verify", message.body()).body().text())
              .isEqualTo("{\"isValid\":true,\"payer\":\"0x1\"}");
        } else if (message.start().startsWith("POST /settle")) {
          String network = file.equals("v1.json") ? "base-sepolia" : "eip155:84532";
          assertThat(post("/settle", message.body()).body().text())
              .isEqualTo(
                  "{\"success\":true,\"transaction\":\""
                      + HASH
                      + "\",\"network\":\""
                      + network
                      + "\",\"payer\":\"0x1\"}");
        }
      }
    }
    assertThat(asked).hasSizeGreaterThan(20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "{}",
        "{\"paymentPayload\":{},\"paymentRequirements\":{}}",
        "{\"paymentPayload\":\"eyJ9\",\"paymentRequirements\":{}}"
      })
  void a_malformed_body_is_a_typed_refusal(String body) {
    Answer verify = post("/verify", body);
    assertThat(verify.status()).isEqualTo(400);
    assertThat(verify.body().text("invalidReason")).hasValue("invalid_payload");
    Answer settle = post("/settle", body);
    assertThat(settle.status()).isEqualTo(400);
    assertThat(settle.body().text("errorReason")).hasValue("invalid_payload");
    assertThat(settle.body().text("transaction")).hasValue("");
    assertThat(asked).isEmpty();
  }

  @Test
  void another_version_is_told() {
    Answer answer =
        post("/verify", "{\"paymentPayload\":{\"x402Version\":3},\"paymentRequirements\":{}}");
    assertThat(answer.body().text("invalidReason")).hasValue("invalid_x402_version");
  }

  @Test
  void networks_of_version_1_must_be_known_and_agree() {
    String body = firstOfVersion1();
    String unknown = body.replace("base-sepolia", "atlantis");
    assertThat(post("/verify", unknown).body().text("invalidReason"))
        .hasValue("invalid_exact_evm_network_mismatch");
    String two = body.replaceFirst("base-sepolia", "base");
    assertThat(post("/settle", two).body().text("errorReason"))
        .hasValue("invalid_exact_evm_network_mismatch");
    String scheme = body.replaceFirst("\"exact\"", "\"upto\"");
    assertThat(post("/settle", scheme).body().text("errorReason"))
        .hasValue("invalid_exact_evm_scheme");
    assertThat(asked).isEmpty();
  }

  @Test
  void what_else_is_asked_gets_its_status() {
    assertThat(api.handle("GET", "/supported", new byte[0]).status()).isEqualTo(200);
    assertThat(api.handle("GET", "/verify", new byte[0]).status()).isEqualTo(405);
    assertThat(api.handle("POST", "/supported", new byte[0]).status()).isEqualTo(405);
    assertThat(api.handle("GET", "/", new byte[0]).status()).isEqualTo(404);
    byte[] tooLong = new byte[FacilitatorApi.MAX_BODY + 1];
    assertThat(api.handle("POST", "/settle", tooLong).status()).isEqualTo(413);
  }

  @Test
  void our_own_troubles_are_not_told() {
    broken = true;
    Answer answer = post("/verify", firstOfVersion1());
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body().text()).doesNotContain("secret");
  }

  private static String firstOfVersion1() {
    return Captures.messages("v1.json").stream()
        .filter(message -> message.start().startsWith("POST /verify"))
        .map(Message::body)
        .findFirst()
        .orElseThrow();
  }

  private Answer post(String path, String body) {
    return api.handle("POST", path, body.getBytes(StandardCharsets.UTF_8));
  }
}
