package org.obol.discovery.router;

import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.manifest.FileName;
import org.obol.dataset.manifest.Manifest;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.manifest.ManifestFile;
import org.obol.dataset.sale.Payee;
import org.obol.dataset.sale.Price;
import org.obol.dataset.sale.SellerRecord;
import org.obol.dataset.versionlog.EntryClaim;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.dataset.versionlog.VersionLog;
import org.obol.discovery.catalog.Catalog;
import org.obol.discovery.catalog.CatalogEntry;
import org.obol.discovery.catalog.DatasetFacts;
import org.obol.discovery.catalog.ListedOffer;
import org.obol.discovery.catalog.ListedPrice;
import org.obol.evm.ChainId;
import org.obol.x402.token.KnownTokens;
import org.obol.x402.token.Token;

/** A seller with a real server and really signed documents, made by a key of its own. */
final class TestSeller implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-06-14T12:00:00Z");
  static final Token USDC = KnownTokens.USDC.on(new ChainId(84532)).orElseThrow();

  final PrivateKey key = PrivateKey.generate();
  final Address payTo = PrivateKey.generate().address();
  final DatasetId id;
  final WebServer web = new WebServer();
  private final List<VersionEntry> entries = new ArrayList<>();
  private final List<ManifestDocument> manifests = new ArrayList<>();
  private long serial = 5;

  TestSeller(String id) {
    this.id = new DatasetId(id);
  }

  /** A seller that sells one version of a dataset and lists it. */
  static TestSeller of(String id) {
    TestSeller seller = new TestSeller(id).publish("content of " + id);
    seller.serve();
    return seller.list(seller.entry());
  }

  Address owner() {
    return key.address();
  }

  /** Signs the next version, whose file has that content. */
  TestSeller publish(String content) {
    long seq = entries.size() + 1L;
    Sha256 file = Sha256.hash(content);
    var manifest =
        ManifestDocument.of(
            new Manifest(
                id,
                seq,
                manifests.isEmpty() ? Optional.empty() : Optional.of(manifests.getLast().hash()),
                NOW.toString(),
                owner(),
                new Card(
                    Optional.of("Title"),
                    Optional.empty(),
                    Optional.of("CC-BY-4.0"),
                    Optional.empty(),
                    List.of("cleaned"),
                    Map.of()),
                List.of(
                    new ManifestFile(
                        new FileName("sft.jsonl"),
                        "text/plain",
                        content.length(),
                        file,
                        Sha256.hash("chunks"),
                        Optional.empty())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    String previous = entries.isEmpty() ? "" : entries.getLast().signature().hex();
    entries.add(
        new EntryClaim(seq, manifest.hash(), file, content.length(), previous)
            .sign(key, NOW.toString()));
    manifests.add(manifest);
    return this;
  }

  /** Serves log, manifests, seller record and challenge. */
  TestSeller serve() {
    serveLog(LogDocument.toJson(id.text(), new VersionLog(entries)));
    web.with(
        path("manifest"),
        exchange -> {
          int seq = Integer.parseInt(exchange.getRequestURI().getQuery().replace("version=", ""));
          WebServer.send(exchange, 200, manifests.get(seq - 1).bytes());
        });
    serveRecord(payTo, web.url());
    return serveChallenge(BigInteger.valueOf(10_000));
  }

  TestSeller serveLog(Json log) {
    web.with(path("versions"), log.utf8());
    return this;
  }

  /** Shows the log to nobody. */
  TestSeller close(String route) {
    web.with(path(route), exchange -> WebServer.send(exchange, 403, new byte[0]));
    return this;
  }

  TestSeller serveRecord(Address payee, URI endpoint) {
    return serveRecord(serial++, payee, endpoint);
  }

  TestSeller serveRecord(long number, Address payee, URI endpoint) {
    web.with("/.well-known/obol-seller.json", record(number, payee, endpoint));
    return this;
  }

  /** A seller record, signed. */
  byte[] record(long number, Address payee, URI endpoint) {
    return record(number, NOW.minusSeconds(60), payee, endpoint);
  }

  /** A seller record that counts from {@code start}, signed. */
  byte[] record(long number, Instant start, Address payee, URI endpoint) {
    return new SellerRecord(
            new LogOrigin(owner(), id),
            number,
            start,
            NOW.plusSeconds(86_400 * 30),
            List.of(key.address()),
            List.of(new Payee(USDC.chain().toString(), USDC.address(), payee)),
            List.of(endpoint))
        .sign(key)
        .toJson()
        .utf8();
  }

  TestSeller serveChallenge(BigInteger amount) {
    Json way =
        Json.object()
            .put("scheme", "exact")
            .put("network", USDC.chain().toString())
            .put("asset", USDC.address().checksummed())
            .put("payTo", payTo.checksummed())
            .put("amount", amount.toString())
            .put("maxTimeoutSeconds", 300)
            .build();
    byte[] challenge =
        Json.object()
            .put("x402Version", 2)
            .put("resource", Json.object().put("url", web.url() + path("join/paid")).build())
            .put("accepts", List.of(way))
            .build()
            .utf8();
    web.with(path("join/paid"), exchange -> WebServer.send(exchange, 402, challenge));
    return this;
  }

  /** Lists these rows as its catalog. */
  TestSeller list(CatalogEntry... rows) {
    web.with(Catalog.PATH, Catalog.of(List.of(rows)).toJson(Catalog.Shape.ENVELOPE).utf8());
    return this;
  }

  /** The row of the newest version. */
  CatalogEntry entry() {
    return entry(entries.getLast(), web.url());
  }

  CatalogEntry entry(VersionEntry version, URI at) {
    return ListedOffer.dataset(
            id.text(),
            at.resolve("/dataset/" + id),
            Optional.of(ListedPrice.of(Price.flat("0.01"), USDC)),
            payTo,
            "Cleaned coding sessions",
            DatasetFacts.of(
                version.seq(), version.manifestHash(), version.fileHash(), version.size()))
        .toEntry();
  }

  List<VersionEntry> entries() {
    return entries;
  }

  ManifestDocument manifest() {
    return manifests.getLast();
  }

  String path(String route) {
    return "/dataset/" + id + "/" + route;
  }

  Member member(String name) {
    return web.member(name);
  }

  @Override
  public void close() {
    web.close();
  }
}
