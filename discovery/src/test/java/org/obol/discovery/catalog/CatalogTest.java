package org.obol.discovery.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.discovery.catalog.Catalog.Rules;
import org.obol.discovery.catalog.Catalog.Shape;

final class CatalogTest {

  private static final String ROW =
      """
      {"name":"pi-sessions","namespace":"llm","type":"dataset","endpoint":"https://node.example/dataset/pi-sessions",\
      "price":"0.01 USDC/MB","priceUnit":"perMB","payTo":"0x1111111111111111111111111111111111111111",\
      "network":"base-sepolia","description":"Cleaned coding sessions","isDemo":false,\
      "datasetManifestHash":"%s","datasetVersion":"1","datasetSizeBytes":5242880}\
      """
          .formatted("ab".repeat(32));

  @Test
  void the_three_shapes_are_read() {
    assertThat(strict("[" + ROW + "]").shape()).isEqualTo(Shape.ARRAY);
    assertThat(strict("{\"offers\":[" + ROW + "]}").shape()).isEqualTo(Shape.OFFERS);
    Catalog envelope =
        strict("{\"schemaVersion\":\"1\",\"theme\":\"dark\",\"services\":[" + ROW + "]}");
    assertThat(envelope.shape()).isEqualTo(Shape.ENVELOPE);
    assertThat(envelope.head().requireText("theme")).isEqualTo("dark");
    assertThat(envelope.entries()).hasSize(1);
    assertThat(envelope.entries().getFirst().dataset().sizeBytes()).contains(5_242_880L);
  }

  @Test
  void an_empty_catalog_is_a_catalog() {
    assertThat(strict("[]").entries()).isEmpty();
    assertThat(strict("{\"services\":[]}").entries()).isEmpty();
  }

  @Test
  void what_is_none_of_the_shapes_is_refused() {
    for (String text :
        List.of(
            "",
            "{}",
            "1",
            "{\"services\":{}}",
            "{\"services\":null}",
            "<html>",
            "[" + ROW + "] x",
            "{\"services\":[],\"services\":[]}")) {
      assertThatThrownBy(() -> lenient(text)).as(text).isInstanceOf(JsonException.class);
    }
  }

  @Test
  void a_duplicate_key_in_an_offer_refuses_the_catalog() {
    assertThatThrownBy(
            () -> lenient("[{\"name\":\"a\",\"name\":\"b\",\"endpoint\":\"https://a.b\"}]"))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("line 1");
  }

  @Test
  void strictly_the_first_fault_refuses() {
    assertThatThrownBy(() -> strict("[" + ROW + ",{\"name\":\"x\"}]"))
        .isInstanceOf(JsonException.class)
        .hasMessage("offer 2: field \"endpoint\" is missing, empty, or no string");
    assertThatThrownBy(() -> strict("[" + ROW.replace("\"isDemo\":false", "\"isDemo\":1") + "]"))
        .hasMessage("offer 1: field \"isDemo\" must be true or false");
  }

  @Test
  void leniently_what_can_be_read_is() {
    Catalog catalog =
        lenient(
            "[7,{\"name\":\"x\"},{\"name\":\"m\",\"endpoint\":\"/services/m\",\"chainId\":\"84532\"},"
                + ROW
                + "]");
    assertThat(catalog.entries())
        .extracting(CatalogEntry::name)
        .containsExactly("m", "pi-sessions");
    assertThat(catalog.faults())
        .filteredOn(fault -> !fault.readable())
        .extracting(Catalog.Fault::position)
        .containsExactly(1, 2);
    assertThat(catalog.faults())
        .extracting(Catalog.Fault::text)
        .contains("offer 3: field \"chainId\" must be an integer from 1");
    assertThat(catalog.entries().getFirst().chainId()).isEmpty();
    assertThat(catalog.entries().getFirst().type()).isEqualTo("http");
  }

  @Test
  void the_envelope_has_its_keys_in_order_and_keeps_what_it_had() {
    Catalog read =
        strict(
            "{\"theme\":\"dark\",\"logoUrl\":\"/l.png\",\"services\":["
                + ROW
                + "],\"customCss\":\"\"}");
    Json.Obj written = read.toJson(Shape.ENVELOPE).asObject("the catalog");
    assertThat(written.members().keySet())
        .containsExactly(
            "schemaVersion", "displayName", "tagline", "logoUrl", "services", "theme", "customCss");
    assertThat(written.requireText("logoUrl")).isEqualTo("/l.png");
    assertThat(written.requireText("displayName")).isEqualTo("Obol Stack");
  }

  @Test
  void a_row_is_written_as_it_came_in_every_shape() {
    String row = ROW.replace("\"isDemo\"", "\"x-unknown\":{\"b\":1.50,\"a\":[null]},\"isDemo\"");
    Catalog read = strict("[" + row + "]");
    assertThat(read.toJson(Shape.ARRAY).text()).isEqualTo("[" + row + "]");
    assertThat(read.toJson(Shape.OFFERS).text()).isEqualTo("{\"offers\":[" + row + "]}");
    assertThat(read.toJson(Shape.ENVELOPE).text()).contains("\"services\":[" + row + "]");
    assertThat(read.entries().getFirst().unknown()).containsOnlyKeys("x-unknown");
  }

  @Test
  void a_catalog_that_is_too_long_is_refused() {
    byte[] bytes = ("[" + ROW + "]").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Catalog.read(bytes, bytes.length - 1, Rules.LENIENT))
        .isInstanceOf(JsonException.class);
  }

  private static Catalog strict(String text) {
    return Catalog.read(text.getBytes(StandardCharsets.UTF_8), 1 << 20, Rules.STRICT);
  }

  private static Catalog lenient(String text) {
    return Catalog.read(text.getBytes(StandardCharsets.UTF_8), 1 << 20, Rules.LENIENT);
  }
}
