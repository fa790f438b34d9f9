package org.obol.x402.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.x402.Captures;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentPayload;

final class DeclarationsTest {

  @Test
  void a_payment_identifier_is_asked_for_as_the_reference_does() {
    assertThat(PaymentIdentifier.declare(true).text())
        .isEqualTo(
            extensions("X3", PaymentHeaders.PAYMENT_REQUIRED)
                .object(PaymentIdentifier.ID)
                .orElseThrow()
                .text());
  }

  @Test
  void an_identifier_is_attached_and_found() {
    Json.Obj asked = extensions("X3", PaymentHeaders.PAYMENT_REQUIRED);
    String id = "pay_0123456789abcdef0123456789abcdef";
    Json.Obj given = PaymentIdentifier.attach(asked, id);
    assertThat(given).isEqualTo(extensions("X3", PaymentHeaders.PAYMENT_SIGNATURE));
    assertThat(PaymentIdentifier.of(payment("X3"))).hasValue(id);
    assertThat(PaymentIdentifier.of(payment("X2"))).isEmpty();
    assertThat(PaymentIdentifier.of(payment("X1"))).isEmpty();
    Json.Obj none = Json.object().build();
    assertThat(PaymentIdentifier.attach(none, id)).isEqualTo(none);
  }

  @Test
  void an_identifier_of_another_form_is_refused() {
    assertThat(PaymentIdentifier.isValid("a".repeat(16))).isTrue();
    assertThat(PaymentIdentifier.isValid("a".repeat(128))).isTrue();
    assertThat(PaymentIdentifier.isValid("a".repeat(15))).isFalse();
    assertThat(PaymentIdentifier.isValid("a".repeat(129))).isFalse();
    assertThat(PaymentIdentifier.isValid("a".repeat(16) + "\n")).isFalse();
    assertThatThrownBy(() -> PaymentIdentifier.attach(Json.object().build(), "short"))
        .isInstanceOf(IllegalArgumentException.class);
    String text = payment("X3").json().text().replace("pay_0123456789abcdef", "pay ");
    var bad = new PaymentPayload(JsonReader.read(text).asObject("payment"));
    assertThatThrownBy(() -> PaymentIdentifier.of(bad)).isInstanceOf(JsonException.class);
  }

  @Test
  void a_post_route_is_described_with_the_members_of_the_reference() {
    Json.Obj schema =
        JsonReader.read("{\"type\":\"object\",\"properties\":{\"q\":{\"type\":\"string\"}}}")
            .asObject("schema");
    Json.Obj none = Json.object().build();
    Json.Obj body = Json.object().put("q", "select 1").build();
    Json.Obj block =
        Bazaar.post(none, body, schema, Optional.of(Json.object().put("rows", 1).build()));
    assertThat(block.object("info").orElseThrow().text())
        .isEqualTo(
            "{\"input\":{\"type\":\"http\",\"method\":\"POST\",\"bodyType\":\"json\","
                + "\"body\":{\"q\":\"select 1\"}},"
                + "\"output\":{\"type\":\"json\",\"example\":{\"rows\":1}}}");
    Json.Obj root = block.object("schema").orElseThrow();
    Json.Obj input = root.object("properties").flatMap(p -> p.object("input")).orElseThrow();
    assertThat(input.object("properties").flatMap(p -> p.object("body"))).hasValue(schema);
    assertThat(input.list("required").orElseThrow()).hasSize(4);
    assertThat(
            Bazaar.post(none, body, schema, Optional.empty())
                .object("info")
                .orElseThrow()
                .members())
        .containsOnlyKeys("input");
  }

  @Test
  void parameters_of_the_url_are_described_as_texts() {
    Json.Obj none = Json.object().build();
    Json.Obj query = Json.object().put("version", "3").build();
    Json.Obj block = Bazaar.post(query, none, Schemas.type("object"), Optional.empty());
    assertThat(input(block.object("info").orElseThrow()).object("queryParams")).hasValue(query);
    Json.Obj schema = block.object("schema").flatMap(s -> s.object("properties")).orElseThrow();
    assertThat(
            input(schema)
                .object("properties")
                .flatMap(p -> p.object("queryParams"))
                .orElseThrow()
                .text())
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{\"version\":{\"type\":\"string\"}},"
                + "\"required\":[]}");
  }

  private static Json.Obj input(Json.Obj described) {
    return described.object("input").orElseThrow();
  }

  private static PaymentPayload payment(String section) {
    return new PaymentPayload(header(section, PaymentHeaders.PAYMENT_SIGNATURE));
  }

  private static Json.Obj extensions(String section, String header) {
    return header(section, header).object("extensions").orElseThrow();
  }

  private static Json.Obj header(String section, String name) {
    return Captures.messages("v2-extensions.json").stream()
        .filter(message -> message.isIn(section))
        .flatMap(message -> message.header(name).stream())
        .map(PaymentHeaders::decode)
        .findFirst()
        .orElseThrow();
  }
}
