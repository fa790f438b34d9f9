package org.obol.discovery.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Sha256;

final class CatalogEntryTest {

  /** The full example of section 1.5, and every other member of section 1.4. */
  private static final String FULL =
      """
      {"name":"pi-sessions","namespace":"default","type":"dataset","model":"none","endpoint":"https://node.example/dataset/pi-sessions",
       "price":"0.5 USDC/MB","priceRaw":"0.5","priceUnit":"perMB","priceAtomicUnits":"2500000",
       "payTo":"0x1111111111111111111111111111111111111111","network":"base-sepolia","caip2Network":"eip155:84532","chainId":84532,
       "asset":{"address":"0x036CbD53842c5426634e7929541eC2318f3dCF7e","symbol":"USDC","decimals":6,"transferMethod":"eip3009",
                "eip712Domain":{"name":"USDC","version":"2"}},
       "description":"Cleaned","skills":["a/b"],"isDemo":true,"registrationPending":true,"drainEndsAt":"2026-06-14T12:00:00Z",
       "datasetManifestHash":"%s","datasetFileHash":"%s","datasetVersion":"v3","datasetSizeBytes":5242880}
      """
          .formatted("ab".repeat(32), "cd".repeat(32));

  @Test
  void every_member_of_the_reference_has_its_value() {
    CatalogEntry entry = read(FULL);
    assertThat(entry.faults()).isEmpty();
    assertThat(entry.unknown()).isEmpty();
    assertThat(entry.name()).isEqualTo("pi-sessions");
    assertThat(entry.namespace()).isEqualTo("default");
    assertThat(entry.isDataset()).isTrue();
    assertThat(entry.model()).contains("none");
    assertThat(entry.price()).isEqualTo("0.5 USDC/MB");
    assertThat(entry.priceRaw()).contains("0.5");
    assertThat(entry.priceUnit()).contains(PriceUnit.MB);
    assertThat(entry.priceAtomicUnits()).contains(BigInteger.valueOf(2_500_000));
    assertThat(entry.payTo().orElseThrow().hex()).isEqualTo("0x" + "1".repeat(40));
    assertThat(entry.caip2Network()).contains("eip155:84532");
    assertThat(entry.chainId()).contains(84532L);
    assertThat(entry.asset().orElseThrow().decimals()).isEqualTo(6);
    assertThat(entry.skills()).containsExactly("a/b");
    assertThat(entry.isDemo()).isTrue();
    assertThat(entry.registrationPending()).isTrue();
    assertThat(entry.drainEndsAt()).contains(Instant.parse("2026-06-14T12:00:00Z"));
    assertThat(entry.dataset().manifestHash()).contains(new Sha256("ab".repeat(32)));
    assertThat(entry.dataset().fileHash()).contains(new Sha256("cd".repeat(32)));
    assertThat(entry.dataset().seq()).contains(3L);
    assertThat(entry.dataset().sizeBytes()).contains(5_242_880L);
  }

  @Test
  void a_member_of_the_wrong_form_is_absent_and_named() {
    Map<String, Json> wrong =
        Map.ofEntries(
            Map.entry("priceRaw", Json.of("1e3")),
            Map.entry("priceUnit", Json.of("perMoon")),
            Map.entry("priceAtomicUnits", Json.of("-1")),
            Map.entry("payTo", Json.of("0x12")),
            Map.entry("caip2Network", Json.of("solana:x")),
            Map.entry("chainId", Json.of(0)),
            Map.entry("asset", Json.object().put("decimals", 300).build()),
            Map.entry("skills", Json.of(List.of(Json.of(1)))),
            Map.entry("drainEndsAt", Json.of("tomorrow")),
            Map.entry("datasetManifestHash", Json.of("AB".repeat(32))),
            Map.entry("datasetFileHash", Json.of("ab")),
            Map.entry("datasetVersion", Json.of(3)),
            Map.entry("datasetSizeBytes", Json.of(-1)));
    wrong.forEach(
        (key, value) -> {
          CatalogEntry entry = read(FULL).with(key, value);
          assertThat(entry.faults()).as(key).anyMatch(fault -> fault.contains("\"" + key + "\""));
        });
    CatalogEntry entry = read(FULL);
    for (Map.Entry<String, Json> member : wrong.entrySet()) {
      entry = entry.with(member.getKey(), member.getValue());
    }
    assertThat(entry.priceRaw()).isEmpty();
    assertThat(entry.priceUnit()).isEmpty();
    assertThat(entry.priceAtomicUnits()).isEmpty();
    assertThat(entry.payTo()).isEmpty();
    assertThat(entry.chainId()).isEmpty();
    assertThat(entry.asset()).isEmpty();
    assertThat(entry.skills()).isEmpty();
    assertThat(entry.drainEndsAt()).isEmpty();
    assertThat(entry.dataset())
        .isEqualTo(
            new DatasetFacts(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Test
  void two_names_of_different_chains_are_a_fault() {
    assertThat(read(FULL).with("chainId", Json.of(1)).faults())
        .containsExactly("chainId and caip2Network name different chains");
  }

  @Test
  void an_unknown_type_is_no_fault() {
    assertThat(read(FULL).with("type", Json.of("teleport")).faults()).isEmpty();
  }

  @Test
  void without_a_name_or_an_endpoint_there_is_no_offer() {
    for (String key : List.of("name", "endpoint")) {
      assertThatThrownBy(() -> read(FULL).without(List.of(key))).isInstanceOf(JsonException.class);
      assertThatThrownBy(() -> read(FULL).with(key, Json.of(" ")))
          .isInstanceOf(JsonException.class);
    }
  }

  @Test
  void the_cost_is_the_total_in_whole_tokens() {
    Cost cost = Cost.of(read(FULL));
    assertThat(cost.amount().orElseThrow()).isEqualByComparingTo("2.5");
    assertThat(cost.chain()).contains("eip155:84532");
    Cost computed = Cost.of(read(FULL).without(List.of("priceAtomicUnits")));
    assertThat(computed.atomic()).contains(BigInteger.valueOf(2_500_000));
    Cost named = Cost.of(read(FULL).without(List.of("caip2Network", "chainId", "asset")));
    assertThat(named.chain()).contains("eip155:84532");
    assertThat(named.token()).isEqualTo(cost.token());
  }

  @Test
  void decimals_of_a_known_token_are_not_the_sellers_to_say() {
    Json asset =
        Json.object()
            .put("address", "0x036CbD53842c5426634e7929541eC2318f3dCF7e")
            .put("decimals", 30)
            .build();
    assertThat(Cost.of(read(FULL).with("asset", asset)).amount().orElseThrow())
        .isEqualByComparingTo("2.5");
  }

  @Test
  void the_rate_of_one_megabyte_is_not_the_price_of_a_dataset_of_unknown_size() {
    CatalogEntry unsized = read(FULL).without(List.of("priceAtomicUnits", "datasetSizeBytes"));
    assertThat(Cost.of(unsized).amount()).isEmpty();
    assertThat(Cost.of(unsized.with("priceUnit", Json.of("perHour"))).amount())
        .contains(new BigDecimal("0.500000"));
  }

  private static CatalogEntry read(String json) {
    return new CatalogEntry(JsonReader.read(json).asObject("an offer"));
  }
}
