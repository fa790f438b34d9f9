package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.node.NodeFixture.OTHER;
import static org.obol.node.NodeFixture.PI;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.discovery.catalog.Catalog;
import org.obol.discovery.catalog.CatalogEntry;
import org.obol.discovery.catalog.ListedOffer;
import org.obol.discovery.catalog.ListedPrice;
import org.obol.discovery.catalog.PriceUnit;
import org.obol.ledger.Datasets;
import org.obol.ledger.InferenceListing;
import org.obol.ledger.InferenceListings;
import org.obol.ledger.StoredVersion.Withdrawal;
import org.obol.node.Wire.Answer;
import org.obol.x402.token.KnownTokens;

/** What {@code /api/services.json} of a node tells strangers, and what it keeps from them. */
final class OwnCatalogTest {

  private final SoldNode sold;
  private final NodeFixture fixture;

  OwnCatalogTest(@TempDir Path temp) throws IOException {
    sold = new SoldNode(temp);
    fixture = sold.fixture;
  }

  @AfterEach
  void stop() throws Exception {
    sold.close();
  }

  private static Answer ask(Node node, String query, String... headers) throws IOException {
    return Wire.get(node.port(), Catalog.PATH + query, headers);
  }

  /** Read by the strict rules of the reference. */
  private static List<CatalogEntry> rows(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return Catalog.read(answer.body(), 1 << 20, Catalog.Rules.STRICT).entries();
  }

  private VersionEntry head() {
    return fixture.ledger().db().read(tx -> new Datasets(tx).log(PI)).head().orElseThrow();
  }

  @Test
  void aDatasetThatIsSoldIsListedWithPriceVersionHashesAndSize() throws IOException {
    sold.sell(PI, "2.50");
    Node node = fixture.start();
    Answer answer = ask(node, "");
    CatalogEntry row = rows(answer).getFirst();
    assertThat(answer.json().requireText("schemaVersion")).isEqualTo("1");
    assertThat(row.name()).isEqualTo("pi-sessions");
    assertThat(row.endpoint()).isEqualTo(node.publicUrl() + "/dataset/pi-sessions");
    assertThat(row.price()).isEqualTo("2.5 USDC/request");
    assertThat(row.priceAtomicUnits()).hasValue(java.math.BigInteger.valueOf(2_500_000));
    assertThat(row.payTo().orElseThrow().hex()).isEqualTo("0x" + "b".repeat(40));
    assertThat(row.caip2Network()).contains("eip155:84532");
    assertThat(row.members().get("isDemo").orElseThrow().text()).isEqualTo("false");
    assertThat(row.dataset().version()).contains("1");
    assertThat(row.dataset().manifestHash()).contains(head().manifestHash());
    assertThat(row.dataset().fileHash()).contains(head().fileHash());
    assertThat(row.dataset().sizeBytes()).contains(head().size());
  }

  @Test
  void theBareListHasTheSameRows() throws IOException {
    Node node = fixture.start();
    Answer array = ask(node, "?format=array");
    assertThat(array.text()).startsWith("[");
    assertThat(rows(array)).isEqualTo(rows(ask(node, "")));
    Answer refused = ask(node, "?format=xml");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.header("Access-Control-Allow-Origin")).contains("*");
  }

  @Test
  void aDatasetForMembersIsListedWithoutAPriceAndWithoutWhatItsLogWouldTell() throws IOException {
    Node node = fixture.start(new Options(PI).publicLog(false));
    Answer answer = ask(node, "");
    CatalogEntry row = rows(answer).getFirst();
    assertThat(row.price()).isEqualTo("—");
    assertThat(row.priceAtomicUnits()).isEmpty();
    assertThat(answer.text()).doesNotContain("dataset" + "ManifestHash");
    assertThat(answer.text()).doesNotContain(head().manifestHash().hex(), head().fileHash().hex());
  }

  @Test
  void aPublicLogIsListedWithItsHashesThoughNothingIsSold() throws IOException {
    Node node = fixture.start(new Options(PI).publicLog(true));
    CatalogEntry row = rows(ask(node, "")).getFirst();
    assertThat(row.dataset().fileHash()).contains(head().fileHash());
    assertThat(row.payTo()).contains(node.served().getFirst().owner());
  }

  @Test
  void onlyWhatThisNodePublishesIsListed() throws IOException {
    fixture.publish(OTHER, NodeFixture.rows(9, 3));
    assertThat(rows(ask(fixture.start(), "")))
        .extracting(CatalogEntry::name)
        .containsExactly("pi-sessions");
    assertThat(rows(ask(fixture.start(new Options(PI, OTHER)), "")))
        .extracting(CatalogEntry::name)
        .containsExactly("other.set-2", "pi-sessions");
  }

  @Test
  void aChangeInAnotherProcessShowsAtOnceAndChangesTheTag() throws IOException {
    sold.sell(PI, "1");
    Node node = fixture.start();
    Answer before = ask(node, "");
    String tag = before.header("ETag").orElseThrow();
    Answer same = ask(node, "", "If-None-Match: " + tag);
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.header("ETag")).contains(tag);
    sold.sell(PI, "3");
    fixture.publishElsewhere(PI, NodeFixture.rows(2, 5));
    Answer after = ask(node, "", "If-None-Match: " + tag);
    assertThat(rows(after).getFirst().priceRaw()).contains("3");
    assertThat(rows(after).getFirst().dataset().version()).contains("2");
    sold.withhold(PI);
    assertThat(rows(ask(node, "")).getFirst().priceRaw()).isEmpty();
  }

  @Test
  void aVersionThatWasTakenBackGivesItsPlaceToTheOneBefore() throws IOException {
    fixture.publish(PI, NodeFixture.rows(2, 5));
    Node node = fixture.start(new Options(PI).publicLog(true));
    withdraw(2);
    assertThat(rows(ask(node, "")).getFirst().dataset().version()).contains("1");
    withdraw(1);
    assertThat(rows(ask(node, ""))).isEmpty();
    assertThat(ask(node, "?format=array").text()).isEqualTo("[]");
  }

  private void withdraw(long seq) {
    boolean ignored =
        fixture.elsewhere(
            tx -> {
              new Datasets(tx)
                  .withdraw(PI, seq, new Withdrawal(fixture.clock.instant(), "personal data"));
              return true;
            });
  }

  @Test
  void whatDoesNotVerifyIsNotListed() throws IOException {
    Node node = fixture.start(new Options(PI).publicLog(true));
    boolean ignored =
        fixture.elsewhere(
            tx -> {
              tx.update("update version set size = size + 1");
              return true;
            });
    assertThat(rows(ask(node, ""))).isEmpty();
  }

  @Test
  void anyPageMayReadAndNobodyMayWrite() throws IOException {
    Node node = fixture.start();
    assertThat(ask(node, "").header("Access-Control-Allow-Origin")).contains("*");
    assertThat(ask(node, "").header("Cache-Control")).contains("public, no-cache");
    Answer preflight = Wire.send(node.port(), "OPTIONS", Catalog.PATH, new byte[0]);
    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.header("Access-Control-Allow-Methods")).contains("GET, HEAD");
    Answer head = Wire.send(node.port(), "HEAD", Catalog.PATH, new byte[0]);
    assertThat(head.status()).isEqualTo(200);
    Answer posted = Wire.postJson(node.port(), Catalog.PATH, "[]");
    assertThat(posted.status()).isEqualTo(405);
    assertThat(new String(posted.body(), StandardCharsets.UTF_8)).contains("method_not_allowed");
  }

  @Test
  void inferenceIsListedBesideDatasetsUntilItHasDrained() throws IOException {
    Node node = fixture.start();
    CatalogEntry offer =
        ListedOffer.inference(
                "a-model",
                "qwen3.5:9b",
                URI.create("https://node.example/services/a-model"),
                new ListedPrice(
                    PriceUnit.REQUEST,
                    new BigDecimal("0.001"),
                    KnownTokens.USDC.on(SoldNode.CHAIN).orElseThrow()),
                node.served().getFirst().owner(),
                "Paid inference")
            .toEntry();
    change(
        listings ->
            listings.put(new InferenceListing("a-model", offer.members(), Optional.empty())));
    assertThat(rows(ask(node, "")))
        .extracting(CatalogEntry::name)
        .containsExactly("a-model", "pi-sessions");
    assertThat(rows(ask(node, "")).getFirst()).isEqualTo(offer);
    Instant end = fixture.clock.instant().plusSeconds(60);
    change(listings -> assertThat(listings.drain("a-model", end)).isTrue());
    assertThat(rows(ask(node, "")).getFirst().drainEndsAt()).contains(end);
    fixture.clock.forward(Duration.ofSeconds(60));
    assertThat(rows(ask(node, ""))).extracting(CatalogEntry::name).containsExactly("pi-sessions");
  }

  private void change(Consumer<InferenceListings> how) {
    boolean ignored =
        fixture.elsewhere(
            tx -> {
              how.accept(new InferenceListings(tx));
              return true;
            });
  }

  @Test
  void aTokenChangesNothingInIt() throws IOException {
    Node node = fixture.start(new Options(PI).publicLog(false));
    String bearer = fixture.member(1).bearer();
    assertThat(ask(node, "", bearer).body()).isEqualTo(ask(node, "").body());
  }
}
