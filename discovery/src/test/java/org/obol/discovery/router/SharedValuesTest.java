package org.obol.discovery.router;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.discovery.catalog.CatalogEntry;

/** What the offers of one catalog hold together. */
final class SharedValuesTest {

  private static CatalogEntry entry(String name) {
    return new CatalogEntry(
        JsonReader.read(
                """
                {"name":"%s","endpoint":"/e","type":"dataset","asset":{"symbol":"USDC"},"n":1.50,\
                "description":"%s"}\
                """
                    .formatted(name, "long ".repeat(50)))
            .asObject("entry"));
  }

  private static Json value(CatalogEntry entry, String key) {
    return entry.members().get(key).orElseThrow();
  }

  @Test
  void equal_values_are_held_once_and_every_offer_stays_what_it_was() {
    var shared = new SharedValues();
    CatalogEntry first = shared.in(entry("a"));
    CatalogEntry second = shared.in(entry("b"));
    assertThat(first).isEqualTo(entry("a"));
    assertThat(second.members().text()).isEqualTo(entry("b").members().text());
    for (String key : new String[] {"endpoint", "type", "asset", "n"}) {
      assertThat(value(second, key)).isSameAs(value(first, key));
    }
    assertThat(value(second, "description")).isNotSameAs(value(first, "description"));
  }
}
