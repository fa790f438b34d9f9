package org.obol.discovery.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.obol.crypto.Address;
import org.obol.crypto.Sha256;
import org.obol.dataset.sale.Price;
import org.obol.evm.ChainId;
import org.obol.x402.token.KnownTokens;
import org.obol.x402.token.Token;

final class ListedOfferTest {

  private static final Token USDC = KnownTokens.USDC.on(new ChainId(84532)).orElseThrow();
  private static final Address PAYEE = new Address("0x" + "1".repeat(40));
  private static final DatasetFacts FACTS =
      DatasetFacts.of(3, new Sha256("ab".repeat(32)), new Sha256("cd".repeat(32)), 5_242_880);

  @Test
  void a_dataset_is_listed_as_the_reference_lists_it() {
    CatalogEntry entry =
        ListedOffer.dataset(
                "pi-sessions",
                URI.create("https://node.example/dataset/pi-sessions"),
                Optional.of(ListedPrice.of(Price.perMb("0.50"), USDC)),
                PAYEE,
                "Cleaned coding sessions, 5 MiB",
                FACTS)
            .toEntry();
    assertThat(entry.members().text())
        .isEqualTo(
            """
            {"name":"pi-sessions","namespace":"default","type":"dataset","endpoint":"https://node.example/dataset/pi-sessions",\
            "price":"0.5 USDC/MB","priceRaw":"0.5","priceUnit":"perMB","priceAtomicUnits":"2500000",\
            "payTo":"0x1111111111111111111111111111111111111111","network":"base-sepolia","caip2Network":"eip155:84532","chainId":84532,\
            "asset":{"address":"0x036CbD53842c5426634e7929541eC2318f3dCF7e","symbol":"USDC","decimals":6,"transferMethod":"eip3009",\
            "eip712Domain":{"name":"USDC","version":"2"}},\
            "description":"Cleaned coding sessions, 5 MiB","isDemo":false,\
            "datasetManifestHash":"%s","datasetFileHash":"%s","datasetVersion":"3","datasetSizeBytes":5242880}\
            """
                .formatted("ab".repeat(32), "cd".repeat(32)));
    assertThat(entry.faults()).isEmpty();
  }

  @Test
  void a_model_is_listed_as_the_reference_lists_it() {
    CatalogEntry entry =
        ListedOffer.inference(
                "qwen-inf",
                "qwen3.5:9b",
                URI.create("https://node.example/services/qwen-inf"),
                ListedPrice.of(Price.flat("0.001"), USDC),
                PAYEE,
                "")
            .toEntry();
    assertThat(entry.faults()).isEmpty();
    assertThat(entry.type()).isEqualTo("inference");
    assertThat(entry.model()).contains("qwen3.5:9b");
    assertThat(entry.price()).isEqualTo("0.001 USDC/request");
    assertThat(entry.priceAtomicUnits().orElseThrow()).isEqualTo("1000");
    assertThat(entry.description()).isEqualTo("x402 payment-gated inference service");
  }

  @Test
  void what_costs_nothing_has_no_price_and_no_chain() {
    CatalogEntry entry =
        ListedOffer.dataset(
                "free",
                URI.create("https://node.example/dataset/free"),
                Optional.empty(),
                PAYEE,
                "Free",
                FACTS)
            .toEntry();
    assertThat(entry.price()).isEqualTo("—");
    assertThat(entry.priceAtomicUnits()).isEmpty();
    assertThat(entry.network()).isEmpty();
    assertThat(entry.faults()).isEmpty();
  }

  /** The vectors of section 1.6, but for the floor of one atomic unit. */
  @ParameterizedTest
  @CsvSource({
    "0.01, 1048576, 10000",
    "0.01, 1000000, 9537",
    "0.01, 300, 3",
    "0.5, 5242880, 2500000",
    "0.02, 123456789, 2354751",
    "0.001, 10737418240, 10240000",
    "1.25, 1572864, 1875000",
    "0.01, 52, 1",
    "0.01, 53, 1",
    "0.01, 0, 1"
  })
  void a_price_per_megabyte_comes_to_what_the_reference_charges(
      String rate, long bytes, long atomic) {
    assertThat(ListedPrice.of(Price.perMb(rate), USDC).atomic(bytes)).isEqualTo(atomic);
  }
}
