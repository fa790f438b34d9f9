package org.obol.cli.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.obol.cli.CommandLineFixture;
import org.obol.cli.CommandLineFixture.Ran;
import org.obol.discovery.catalog.CatalogEntry;
import org.obol.ledger.InferenceListing;
import org.obol.ledger.InferenceListings;
import org.obol.ledger.Ledger;
import org.obol.ledger.ObolHome;

final class InferenceCommandsTest {

  private static final String PAYEE = "0x1111111111111111111111111111111111111111";

  @TempDir private Path folder;
  private CommandLineFixture obol;

  @BeforeEach
  void start() {
    obol = new CommandLineFixture(folder);
  }

  private Ran add(String option, String value) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "catalog",
                "add-inference",
                "--name",
                "qwen",
                "--model",
                "qwen3.5:9b",
                "--endpoint",
                "https://node.example/services/qwen",
                "--price",
                "0.001",
                "--pay-to",
                PAYEE,
                "--chain",
                "base"));
    int at = words.indexOf(option);
    if (at >= 0) {
      words.set(at + 1, value);
    } else {
      words.addAll(List.of(option, value));
    }
    return obol.run(words.toArray(String[]::new));
  }

  private List<InferenceListing> listed() {
    try (Ledger ledger = Ledger.open(new ObolHome(obol.home()))) {
      return ledger.db().read(tx -> new InferenceListings(tx).all());
    }
  }

  @Test
  void an_offer_is_kept_as_a_row_without_faults_and_the_same_name_replaces_it() {
    assertThat(add("--per", "mtok").status()).isZero();
    var entry = new CatalogEntry(listed().getFirst().entry());
    assertThat(entry.faults()).isEmpty();
    assertThat(entry.price()).isEqualTo("0.001 USDC/MTok");
    assertThat(entry.model()).contains("qwen3.5:9b");
    assertThat(entry.network()).isEqualTo("base");
    assertThat(add("--price", "0.002").status()).isZero();
    assertThat(listed()).hasSize(1);
    assertThat(listed().getFirst().entry().requireText("priceAtomicUnits")).isEqualTo("2000");
  }

  @ParameterizedTest
  @CsvSource({
    "--name,Not A Name",
    "--name,''",
    "--model,''",
    "--endpoint,ftp://node.example/x",
    "--endpoint,http://node.example/x",
    "--endpoint,https://user:secret@node.example/x",
    "--endpoint,https://node.example/x?key=secret",
    "--price,0",
    "--price,-1",
    "--price,0.0000001",
    "--price,1e3",
    "--per,epoch",
    "--pay-to,0x0000000000000000000000000000000000000000",
    "--pay-to,0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
    "--chain,nowhere"
  })
  void what_cannot_be_listed_is_a_usage_error_and_changes_nothing(String option, String value) {
    Ran ran = add(option, value);
    assertThat(ran.status()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err()).doesNotContain("secret");
    assertThat(listed()).isEmpty();
  }

  @Test
  void the_name_of_a_dataset_is_taken() throws Exception {
    Path rows = java.nio.file.Files.writeString(folder.resolve("rows.jsonl"), "{\"a\":1}\n");
    assertThat(obol.run("dataset", "from", rows.toString(), "--name", "talks").status()).isZero();
    assertThat(add("--name", "talks").err()).contains("is the id of a dataset");
  }

  @Test
  void an_offer_is_drained_for_as_long_as_is_said() {
    assertThat(add("--name", "qwen").status()).isZero();
    assertThat(obol.run("catalog", "remove-inference", "other").status()).isEqualTo(1);
    Ran ran = obol.run("catalog", "remove-inference", "qwen", "--drain-minutes", "60");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(listed().getFirst().drainEnds())
        .isEqualTo(Optional.of(CommandLineFixture.NOW.plus(Duration.ofHours(1))));
    assertThat(obol.run("catalog", "remove-inference", "qwen").status()).isZero();
    assertThat(listed().getFirst().isListed(CommandLineFixture.NOW)).isFalse();
    assertThat(obol.run("catalog", "remove-inference", "qwen", "--drain-minutes", "-1").status())
        .isEqualTo(2);
  }
}
