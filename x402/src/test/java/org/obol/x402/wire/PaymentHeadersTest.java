package org.obol.x402.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;

final class PaymentHeadersTest {

  private static final String OFFER =
      "{\"scheme\":\"exact\",\"network\":\"eip155:84532\",\"amount\":\"10000\","
          + "\"asset\":\"0x036CbD53842c5426634e7929541eC2318f3dCF7e\","
          + "\"payTo\":\"0x70997970C51812dc3A010C7d01b50e0d17dc79C8\",\"maxTimeoutSeconds\":60,"
          + "\"extra\":{\"name\":\"USDC\",\"version\":\"2\"}}";

  @Test
  void a_receipt_has_the_header_of_vector_9() {
    SettleResponse response =
        SettleResponse.of(
            new SettleResponse.Outcome.Settled("0x" + "ab".repeat(32)),
            Optional.of("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"),
            "eip155:84532");
    assertThat(PaymentHeaders.encode(response.json()))
        .isEqualTo(
            "eyJzdWNjZXNzIjp0cnVlLCJ0cmFuc2FjdGlvbiI6IjB4YWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFi"
                + "YWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYiIsIm5ldHdvcmsiOiJlaXAxNTU6ODQ1MzIi"
                + "LCJwYXllciI6IjB4ZjM5RmQ2ZTUxYWFkODhGNkY0Y2U2YUI4ODI3Mjc5Y2ZmRmI5MjI2NiJ9");
  }

  @Test
  void a_challenge_has_the_header_of_vector_9() {
    var challenge =
        new PaymentRequired(
            Optional.of("PAYMENT-SIGNATURE header is required"),
            new ResourceInfo("https://node.example/d/demo/v/3", Optional.empty(), Optional.empty()),
            List.of(offer()),
            Json.object().build());
    assertThat(PaymentHeaders.encode(challenge.json()))
        .isEqualTo(
            "eyJ4NDAyVmVyc2lvbiI6MiwiZXJyb3IiOiJQQVlNRU5ULVNJR05BVFVSRSBoZWFkZXIgaXMgcmVxdWlyZWQi"
                + "LCJyZXNvdXJjZSI6eyJ1cmwiOiJodHRwczovL25vZGUuZXhhbXBsZS9kL2RlbW8vdi8zIn0sImFjY2Vw"
                + "dHMiOlt7InNjaGVtZSI6ImV4YWN0IiwibmV0d29yayI6ImVpcDE1NTo4NDUzMiIsImFtb3VudCI6IjEw"
                + "MDAwIiwiYXNzZXQiOiIweDAzNkNiRDUzODQyYzU0MjY2MzRlNzkyOTU0MWVDMjMxOGYzZENGN2UiLCJw"
                + "YXlUbyI6IjB4NzA5OTc5NzBDNTE4MTJkYzNBMDEwQzdkMDFiNTBlMGQxN2RjNzlDOCIsIm1heFRpbWVv"
                + "dXRTZWNvbmRzIjo2MCwiZXh0cmEiOnsibmFtZSI6IlVTREMiLCJ2ZXJzaW9uIjoiMiJ9fV19");
  }

  @Test
  void missing_padding_is_tolerated() {
    String padded =
        Base64.getEncoder().encodeToString("{\"a\":12}".getBytes(StandardCharsets.UTF_8));
    assertThat(padded).endsWith("=");
    assertThat(PaymentHeaders.decode(padded.replace("=", "")).requireInteger("a")).isEqualTo(12);
    assertThat(PaymentHeaders.decode(" " + padded + " ").requireInteger("a")).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "zzz",
        "e30-",
        "e30=e30=",
        "{\"x402Version\":2}",
        "W10=",
        "eyJhIjoxLCJhIjoxfQ==",
        "e30=\n"
      })
  void what_is_no_object_is_refused_without_repeating_it(String header) {
    // The last one is an object: white space around it is not the sender's fault.
    if (header.equals("e30=\n")) {
      assertThat(PaymentHeaders.decode(header).members()).isEmpty();
      return;
    }
    assertThatThrownBy(() -> PaymentHeaders.decode(header))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("header");
  }

  @Test
  void the_size_is_limited_before_decoding() {
    assertThatThrownBy(() -> PaymentHeaders.decode("!".repeat(17), 16))
        .hasMessageContaining("more than 16");
  }

  @Test
  void the_newer_header_is_read_first_and_the_version_inside_decides() {
    String v1 =
        encode("{\"x402Version\":1,\"scheme\":\"exact\",\"network\":\"base\",\"payload\":{}}");
    String v2 = encode("{\"x402Version\":2,\"accepted\":" + OFFER + ",\"payload\":{}}");
    assertThat(read(Map.of())).isInstanceOf(IncomingPayment.None.class);
    assertThat(read(Map.of("X-PAYMENT", v2))).isInstanceOf(IncomingPayment.V2.class);
    assertThat(read(Map.of("PAYMENT-SIGNATURE", v1))).isInstanceOf(IncomingPayment.V1.class);
    assertThat(read(Map.of("PAYMENT-SIGNATURE", v2, "X-PAYMENT", v1)))
        .isInstanceOf(IncomingPayment.V2.class);
    assertThat(reason(encode("{\"x402Version\":3}")).code()).isEqualTo("invalid_x402_version");
    assertThat(reason(encode("{\"x402Version\":\"2\"}")).code()).isEqualTo("invalid_payload");
    assertThat(reason("!").code()).isEqualTo("invalid_payload");
  }

  @Test
  void accepted_equals_an_offer_in_any_order_but_with_every_member() {
    PaymentRequirements shuffled =
        new PaymentRequirements(
            JsonReader.read(
                    "{\"extra\":{\"version\":\"2\",\"name\":\"USDC\"},\"maxTimeoutSeconds\":60,"
                        + "\"payTo\":\"0x70997970C51812dc3A010C7d01b50e0d17dc79C8\","
                        + "\"asset\":\"0x036CbD53842c5426634e7929541eC2318f3dCF7e\","
                        + "\"amount\":\"10000\",\"network\":\"eip155:84532\",\"scheme\":\"exact\"}")
                .asObject("offer"));
    assertThat(shuffled).isEqualTo(offer());
    var extended =
        new PaymentRequirements(
            JsonReader.read(OFFER.replace("\"2\"}", "\"2\",\"x\":null}")).asObject("offer"));
    assertThat(extended).isNotEqualTo(offer());
  }

  @Test
  void an_offer_goes_to_version_1_and_back() {
    var resource =
        new ResourceInfo("https://node.example/d", Optional.of("demo"), Optional.of("text/csv"));
    PaymentRequirementsV1 v1 = PaymentRequirementsV1.of(offer(), resource);
    assertThat(v1.network()).isEqualTo("base-sepolia");
    assertThat(v1.json().text("maxAmountRequired")).hasValue("10000");
    assertThat(v1.resource()).isEqualTo(resource);
    assertThat(v1.toV2()).hasValue(offer());
    var challenge =
        new PaymentRequired(Optional.empty(), resource, List.of(offer()), Json.object().build());
    assertThat(PaymentRequiredV1.of(challenge).orElseThrow().accepts()).containsExactly(v1);
    var elsewhere =
        new PaymentRequirements(
            JsonReader.read(OFFER.replace("eip155:84532", "eip155:31337")).asObject("offer"));
    assertThatThrownBy(() -> PaymentRequirementsV1.of(elsewhere, resource))
        .isInstanceOf(JsonException.class);
    assertThat(
            PaymentRequiredV1.of(
                new PaymentRequired(
                    Optional.empty(), resource, List.of(elsewhere), Json.object().build())))
        .isEmpty();
  }

  @Test
  void every_name_of_version_1_leads_back_to_itself() {
    for (String name : NetworkNames.shortNames()) {
      assertThat(NetworkNames.caip2(name).flatMap(NetworkNames::shortName)).hasValue(name);
    }
    assertThat(NetworkNames.caip2("base")).hasValue("eip155:8453");
    assertThat(NetworkNames.caip2("nowhere")).isEmpty();
  }

  @Test
  void reasons_of_other_spellings_are_the_same_and_stay_as_they_were() {
    Reason other = Reason.of("insufficient_funds");
    assertThat(other.is(Reasons.INSUFFICIENT_BALANCE)).isTrue();
    assertThat(other.code()).isEqualTo("insufficient_funds");
    assertThat(other.is(Reasons.INVALID_SIGNATURE)).isFalse();
    assertThat(Reasons.canonical("something_new")).isEqualTo("something_new");
  }

  @Test
  void a_failure_keeps_its_transaction() {
    var failed =
        SettleResponse.of(
            new SettleResponse.Outcome.Failed(Reason.of("x"), Optional.of("0x12")),
            Optional.empty(),
            "eip155:1");
    assertThat(SettleResponse.parse(failed.json())).isEqualTo(failed);
    var pending =
        SettleResponse.of(
            new SettleResponse.Outcome.Pending(Optional.of("0x12")), Optional.empty(), "eip155:1");
    assertThat(SettleResponse.parse(pending.json())).isEqualTo(pending);
    assertThat(pending.json().text("errorReason")).hasValue("settlement_pending");
  }

  private static PaymentRequirements offer() {
    return new PaymentRequirements(JsonReader.read(OFFER).asObject("offer"));
  }

  private static String encode(String json) {
    return PaymentHeaders.encode(JsonReader.read(json));
  }

  private static IncomingPayment read(Map<String, String> headers) {
    return IncomingPayment.read(name -> Optional.ofNullable(headers.get(name)));
  }

  private static Reason reason(String header) {
    return ((IncomingPayment.Malformed) IncomingPayment.decode(header)).reason();
  }
}
