package org.obol.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.obol.crypto.Address;
import org.obol.crypto.Sha256;
import org.obol.dataset.sale.Price;
import org.obol.discovery.catalog.Catalog;
import org.obol.discovery.catalog.CatalogEntry;
import org.obol.discovery.catalog.DatasetFacts;
import org.obol.discovery.catalog.ListedOffer;
import org.obol.discovery.catalog.ListedPrice;
import org.obol.discovery.router.CatalogIndex;
import org.obol.discovery.router.Member;
import org.obol.discovery.router.Members;
import org.obol.discovery.router.Query;
import org.obol.discovery.router.Router;
import org.obol.discovery.router.RouterConfig;
import org.obol.evm.ChainId;
import org.obol.http.EnvironmentProxy;
import org.obol.http.Headers;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;
import org.obol.http.RunningServer;
import org.obol.http.ServerConfig;
import org.obol.http.VertxEngine;
import org.obol.x402.token.KnownTokens;
import org.obol.x402.token.Token;

/**
 * Sweeps members that one server on this machine plays and prints as JSON what it costs: {@code
 * FOLDER MEMBERS ENTRIES}, entries of each member. Nothing is verified: that is bounded by sweep
 * and host, and so by its limits and not by the number of members.
 */
public final class RouterScale {

  private static final Token USDC = KnownTokens.USDC.on(new ChainId(84532)).orElseThrow();
  private static final Address PAYEE = new Address("0x" + "1".repeat(40));
  private static final int SEARCHES = 200;

  private RouterScale() {}

  /** Runs once. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int members = Integer.parseInt(args[1]);
    int entries = Integer.parseInt(args[2]);
    long before = usedHeap();
    try (var engine = new VertxEngine();
        RunningServer server =
            engine.start(ServerConfig.loopback(), request -> catalog(request, entries));
        var router = router(folder, server.port(), members, entries)) {
      double first = seconds(router);
      double unchanged = seconds(router);
      CatalogIndex index = router.index().orElseThrow();
      long heap = usedHeap() - before;
      System.out.println(
          "{\"members\":%d,\"entries\":%d,\"first_sweep_s\":%.2f,\"unchanged_sweep_s\":%.2f,\"heap_mb\":%.1f,\"document_mb\":%.1f,\"gzip_mb\":%.2f,\"words_ms\":%s,\"price_ms\":%s,\"everything_ms\":%s}"
              .formatted(
                  members,
                  index.size(),
                  first,
                  unchanged,
                  heap / 1e6,
                  size(folder, "-envelope.json") / 1e6,
                  size(folder, "-envelope.json.gz") / 1e6,
                  search(index, query("cleaned number-77", Optional.empty())),
                  search(index, query("", Optional.of(new BigDecimal("0.5")))),
                  search(index, Query.ALL)));
    }
  }

  private static Router router(Path folder, int port, int members, int entries) {
    List<Member> all =
        IntStream.range(0, members)
            .mapToObj(i -> new Member("m" + i, URI.create("http://127.0.0.1:" + port + "/" + i)))
            .toList();
    RouterConfig config =
        RouterConfig.DEFAULT
            .allowingPrivate(true)
            .withSizes(64 << 20, entries, members * entries)
            .with(new RouterConfig.Checks(0, 0, Duration.ofSeconds(1), false));
    return new Router(
        config,
        new Members(all, Optional.empty()),
        folder,
        InstantSource.system(),
        new EnvironmentProxy(Map.of()));
  }

  /** The catalogs are made when they are first asked for; an unchanged one is not sent again. */
  private static HttpReply catalog(HttpRequest request, int entries) {
    String member = request.segments().getFirst();
    Headers etag = Headers.of("ETag", "\"" + member + "\"");
    return request.header("If-None-Match").isPresent()
        ? HttpReply.empty(304, etag)
        : new HttpReply.Bytes(200, etag, catalog(member, entries));
  }

  private static byte[] catalog(String member, int entries) {
    List<CatalogEntry> rows = IntStream.range(0, entries).mapToObj(i -> entry(member, i)).toList();
    return Catalog.of(rows).toJson(Catalog.Shape.ENVELOPE).utf8();
  }

  private static CatalogEntry entry(String member, int i) {
    String id = "set-" + member + "-" + i;
    return ListedOffer.dataset(
            id,
            URI.create("https://seller-" + member + ".example/dataset/" + id),
            Optional.of(ListedPrice.of(Price.flat("0." + (i % 99 + 1)), USDC)),
            PAYEE,
            "Cleaned coding sessions, number-" + i + ", with tests and reviews of their changes",
            DatasetFacts.of(1, Sha256.hash("m" + id), Sha256.hash("f" + id), 1_000_000L + i))
        .toEntry();
  }

  private static Query query(String words, Optional<BigDecimal> maxPrice) {
    Query all = Query.ALL;
    return new Query(
        words,
        Optional.of("dataset"),
        maxPrice,
        all.license(),
        all.minSize(),
        all.maxSize(),
        all.owner(),
        1,
        all.pageSize());
  }

  private static double seconds(Router router) throws InterruptedException {
    long start = System.nanoTime();
    router.sweep();
    return (System.nanoTime() - start) / 1e9;
  }

  /** Median and 99th percentile in milliseconds, after as many for warming up. */
  private static String search(CatalogIndex index, Query query) {
    int found = 0;
    double[] took = new double[SEARCHES];
    for (int i = -SEARCHES; i < SEARCHES; i++) {
      long start = System.nanoTime();
      found = index.search(query).total();
      if (i >= 0) {
        took[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(took);
    return "{\"found\":%d,\"p50\":%.2f,\"p99\":%.2f}"
        .formatted(found, took[SEARCHES / 2], took[(int) (SEARCHES * 0.99)]);
  }

  private static long size(Path folder, String suffix) throws IOException {
    try (var files = Files.list(folder)) {
      Path newest = files.filter(f -> f.toString().endsWith(suffix)).findFirst().orElseThrow();
      return Files.size(newest);
    }
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
