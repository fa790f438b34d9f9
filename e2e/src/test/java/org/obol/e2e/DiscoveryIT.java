package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.sale.Price;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.devnet.Devnet;
import org.obol.discovery.catalog.Catalog;
import org.obol.discovery.catalog.CatalogEntry;
import org.obol.discovery.catalog.DatasetFacts;
import org.obol.discovery.catalog.ListedOffer;
import org.obol.discovery.catalog.ListedPrice;
import org.obol.discovery.router.CatalogIndex;
import org.obol.discovery.router.Listing;
import org.obol.discovery.router.Member;
import org.obol.discovery.router.Members;
import org.obol.discovery.router.Query;
import org.obol.discovery.router.Router;
import org.obol.discovery.router.RouterConfig;
import org.obol.discovery.router.Verdict;
import org.obol.http.EnvironmentProxy;
import org.obol.x402.token.Token;

/** What a router finds out about the rows of a node that really sells. */
final class DiscoveryIT extends PaidJoinFixture {

  private static final Token TOKEN = new Token(PayChain.ID, Devnet.TOKEN, "USDC", "USDC", "2", 6);

  private HttpServer catalogs;
  private volatile Json catalog = Json.of(List.of());

  @BeforeEach
  void serveCatalog() throws IOException {
    catalogs = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    catalogs.createContext(
        Catalog.PATH,
        exchange -> {
          byte[] body = catalog.utf8();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    catalogs.start();
  }

  @AfterEach
  void closeCatalog() {
    catalogs.stop(0);
  }

  @Test
  void the_row_of_a_node_is_verified_with_its_live_price() throws Exception {
    Front node = start();
    Listing found = only(row(node));
    assertThat(found.verdict().orElseThrow())
        .isInstanceOfSatisfying(
            Verdict.Verified.class, verified -> assertThat(verified.price()).isTrue());
    assertThat(found.site().orElseThrow().base()).isEqualTo(node.url());
  }

  @Test
  void what_a_node_lists_of_itself_is_verified_with_its_live_price() throws Exception {
    Front node = start();
    requireVerified(all(node.url()).getFirst(), "10000");
    market.sellPerMb(Market.A, "1.25");
    // 17 bytes.
    requireVerified(all(node.url()).getFirst(), "20");
  }

  private static void requireVerified(Listing found, String atomic) {
    assertThat(found.verdict().orElseThrow())
        .isInstanceOfSatisfying(
            Verdict.Verified.class, verified -> assertThat(verified.price()).isTrue());
    assertThat(found.entry().priceAtomicUnits().orElseThrow()).hasToString(atomic);
  }

  @Test
  void a_row_that_puts_in_another_payee_or_price_is_contradicted() throws Exception {
    Front node = start();
    CatalogEntry row = row(node);
    String thief = PrivateKey.generate().address().checksummed();
    requireContradicted(row.with("payTo", Json.of(thief)), "payTo");
    requireContradicted(row.with("priceAtomicUnits", Json.of("1")), "priceAtomicUnits");
    requireContradicted(row.with("datasetFileHash", Json.of("00".repeat(32))), "datasetFileHash");
    requireContradicted(row.with("datasetVersion", Json.of("2")), "datasetVersion");
  }

  @Test
  void a_row_whose_sale_is_over_lets_nobody_but_the_owner_be_paid() throws Exception {
    Front node = start();
    CatalogEntry row = row(node);
    market.endSale(Market.A);
    requireContradicted(row, "payTo");
  }

  private void requireContradicted(CatalogEntry row, String field) throws Exception {
    assertThat(only(row).verdict().orElseThrow())
        .isInstanceOfSatisfying(
            Verdict.Contradicted.class, found -> assertThat(found.field()).isEqualTo(field));
  }

  private CatalogEntry row(Front node) {
    byte[] log = node.ask("GET", "/dataset/" + Market.A + "/versions").response().body();
    VersionEntry head = LogDocument.read(log).log().head().orElseThrow();
    return ListedOffer.dataset(
            Market.A.text(),
            node.url().resolve("/dataset/" + Market.A),
            Optional.of(ListedPrice.of(Price.flat("0.01"), TOKEN)),
            market.payee(),
            "Goods",
            DatasetFacts.of(head.seq(), head.manifestHash(), head.fileHash(), head.size()))
        .toEntry();
  }

  /** What a router lists when that is all its member offers. */
  private Listing only(CatalogEntry row) throws Exception {
    catalog = Catalog.of(List.of(row)).toJson(Catalog.Shape.ENVELOPE);
    List<Listing> found = all(URI.create("http://127.0.0.1:" + catalogs.getAddress().getPort()));
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private List<Listing> all(URI member) throws Exception {
    try (var router =
        new Router(
            RouterConfig.DEFAULT.allowingPrivate(true),
            Members.of(new Member("m", member)),
            Files.createTempDirectory(folder, "router"),
            InstantSource.system(),
            new EnvironmentProxy(Map.of()))) {
      router.sweep();
      CatalogIndex.Found found = router.index().orElseThrow().search(Query.ALL);
      return found.listings();
    }
  }
}
