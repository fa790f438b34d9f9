package org.obol.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.obol.crypto.Address;
import org.obol.crypto.Passphrase;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.DatasetId;
import org.obol.dataset.bundle.BundleReader;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.sale.Payee;
import org.obol.dataset.sale.Price;
import org.obol.devnet.Devnet;
import org.obol.http.Limits;
import org.obol.http.ServerConfig;
import org.obol.ledger.Dataset;
import org.obol.ledger.Datasets;
import org.obol.ledger.Db;
import org.obol.ledger.Ledger;
import org.obol.ledger.Members;
import org.obol.ledger.NodeKey;
import org.obol.ledger.ObolHome;
import org.obol.ledger.OwnerKeys;
import org.obol.ledger.PublishVersion;
import org.obol.ledger.SaleTerms;
import org.obol.ledger.Sales;
import org.obol.node.Node;
import org.obol.node.NodeConfig;
import org.obol.node.sale.Counter;
import org.obol.node.sale.Till;

/** A home with datasets that are for sale, and the nodes that sell them. */
final class Market implements AutoCloseable {

  static final DatasetId A = new DatasetId("goods-a");
  static final DatasetId B = new DatasetId("goods-b");

  /** What a version costs, in atomic units. */
  static final long PRICE = 10_000;

  private final Path home;
  private final Address payee;
  private final OwnerKeys keys;
  private final Ledger ledger;
  private final List<AutoCloseable> closing = new ArrayList<>();
  private Duration ahead = Duration.ZERO;
  private int port;

  private Market(Path home, Address payee) {
    this.home = home;
    this.payee = payee;
    this.keys = new OwnerKeys(new ObolHome(home).keys(), () -> Passphrase.of("not asked for"));
    this.ledger = Ledger.open(new ObolHome(home));
  }

  /** A home as it is. */
  static Market at(Path home) {
    return new Market(home, Devnet.TOKEN);
  }

  /** A new home that sells one version of {@link #A}, and is paid where nobody else is. */
  static Market open(Path folder) {
    var market = new Market(folder.resolve("seller"), PrivateKey.generate().address());
    market.publish(A, "first");
    market.sell(A, "0.01");
    return market;
  }

  /** From now on its nodes are at that port; before, each at a free one. */
  void listenOn(int fixed) {
    port = fixed;
  }

  Path home() {
    return home;
  }

  Address payee() {
    return payee;
  }

  Db db() {
    return ledger.db();
  }

  Address nodeKey() {
    return new NodeKey(new ObolHome(home)).loadOrCreate().address();
  }

  InstantSource clock() {
    return () -> Instant.now().plus(ahead);
  }

  void passTime(Duration by) {
    ahead = ahead.plus(by);
  }

  /** Signs the next version: a row that says {@code text}. */
  void publish(DatasetId id, String text) {
    try {
      Path file = Files.createDirectories(home).resolve("rows.jsonl");
      Files.writeString(file, row(text));
      publish(id, Card.EMPTY, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Signs the next version. */
  void publish(DatasetId id, Card card, Path... files) throws IOException {
    new PublishVersion(ledger, keys, clock())
        .publish(
            new PublishVersion.Request(
                id, BundleReader.read(List.of(files)), card, Optional.empty(), Optional.empty()),
            bytes -> {});
  }

  /** A token that opens that version and those before it, given away. */
  String give(DatasetId id, long version) {
    return db().write(
            tx -> {
              var members = new Members(tx);
              Entitlement entitlement =
                  members.grant(
                      id,
                      "reader",
                      VersionRange.upTo(version),
                      Entitlement.Source.APPROVED,
                      clock().instant());
              return members.issue(entitlement.id(), clock().instant()).reveal();
            });
  }

  /** The bytes of a version that says {@code text}. */
  static String row(String text) {
    return "{\"text\":\"" + text + "\"}\n";
  }

  /** From now on for that many dollars. */
  void sell(DatasetId id, String dollars) {
    sell(id, Price.flat(dollars));
  }

  void sellPerMb(DatasetId id, String dollars) {
    sell(id, Price.perMb(dollars));
  }

  private void sell(DatasetId id, Price price) {
    var terms =
        new SaleTerms(
            id, price, new Payee(PayChain.ID.toString(), Devnet.TOKEN, payee), "USDC", "2", 6);
    db().write(tx -> put(new Sales(tx), terms));
  }

  /** Whatever the token calls itself, the page repeats it. */
  void rename(String token) {
    SaleTerms now = db().read(tx -> new Sales(tx).terms(A)).orElseThrow();
    var terms = new SaleTerms(A, now.price(), now.payee(), token, "2", 6);
    db().write(tx -> put(new Sales(tx), terms));
  }

  void endSale(DatasetId id) {
    db().write(
            tx -> {
              new Sales(tx).end(id);
              return true;
            });
  }

  private boolean put(Sales sales, SaleTerms terms) {
    sales.put(terms, clock().instant());
    return true;
  }

  Front start(TestTill till) {
    return start(till.build(clock()), line -> {});
  }

  /** Starts a node that sells everything here. */
  Front start(Till till, Consumer<String> accessLog) {
    Front front = new Front(node(Optional.of(till), Optional.empty(), accessLog));
    closing.add(front);
    return front;
  }

  Node node(
      Optional<Till> till, Optional<Dataset.Membership> membership, Consumer<String> accessLog) {
    List<DatasetId> all =
        db().read(tx -> new Datasets(tx).all()).stream().map(Dataset::id).toList();
    return Node.start(
        new Node.Environment(new ObolHome(home), ledger, keys, clock(), accessLog, url -> {}, till),
        new NodeConfig(
            all,
            membership,
            Optional.empty(),
            new ServerConfig("127.0.0.1", port, new ServerConfig.Plain(), Limits.DEFAULT),
            Optional.empty(),
            false,
            List.of(),
            Optional.empty()));
  }

  /** The counter of a node without its listeners and its timer. */
  Counter counter(TestTill till) {
    var nodeKey = new NodeKey(new ObolHome(home)).loadOrCreate();
    return new Counter(db(), keys, nodeKey, till.build(clock()), clock());
  }

  /** States of all payments that were ever written down. */
  List<String> payments() {
    return db().read(tx -> tx.list("select state from payment", row -> row.getString(1)));
  }

  List<Entitlement> entitlements(DatasetId id, Address payer) {
    return db().read(tx -> new Members(tx).of(id, payer.hex()));
  }

  OwnerKeys keys() {
    return keys;
  }

  Ledger ledger() {
    return ledger;
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable part : closing.reversed()) {
      part.close();
    }
    ledger.close();
  }
}
