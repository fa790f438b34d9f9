package org.obol.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Passphrase;
import org.obol.dataset.DatasetId;
import org.obol.dataset.bundle.Bundle;
import org.obol.dataset.bundle.BundleReader;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.dataset.manifest.Card;
import org.obol.ledger.Db;
import org.obol.ledger.Ledger;
import org.obol.ledger.Members;
import org.obol.ledger.ObolHome;
import org.obol.ledger.OwnerKeys;
import org.obol.ledger.PublishVersion;
import org.obol.node.sale.Till;

/** A home with really published datasets, and a node that serves it on free ports. */
final class NodeFixture implements AutoCloseable {

  static final DatasetId PI = new DatasetId("pi-sessions");
  static final DatasetId OTHER = new DatasetId("other.set-2");

  final Path temp;
  final ObolHome home;
  final OwnerKeys keys;
  final MovableClock clock = new MovableClock();
  final ConcurrentLinkedQueue<String> accessLog = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<String> announced = new ConcurrentLinkedQueue<>();
  private final List<AutoCloseable> closing = new ArrayList<>();
  private Ledger ledger;
  Optional<Till> till = Optional.empty();

  /** An entitlement and a token of it. */
  record Member(Entitlement entitlement, String token) {
    String bearer() {
      return Wire.bearer(token);
    }
  }

  NodeFixture(Path temp) {
    this.temp = temp;
    this.home = new ObolHome(temp.resolve("home"));
    this.keys = new OwnerKeys(home.keys(), () -> Passphrase.of("not asked for"));
    this.ledger = Ledger.open(home);
  }

  /** {@code versions} small versions of {@code PI}. */
  static NodeFixture published(Path temp, int versions) throws IOException {
    var fixture = new NodeFixture(temp);
    for (int v = 1; v <= versions; v++) {
      fixture.publish(PI, rows(v, 20));
    }
    return fixture;
  }

  /** JSON lines that differ with {@code seed}. */
  static String rows(int seed, int count) {
    var out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      out.append("{\"seed\":").append(seed).append(",\"row\":").append(i).append("}\n");
    }
    return out.toString();
  }

  Ledger ledger() {
    return ledger;
  }

  void publish(DatasetId id, String jsonl) throws IOException {
    publish(id, Map.of("sft.jsonl", jsonl.getBytes(StandardCharsets.UTF_8)));
  }

  /** Publishes a bundle; its files are listed in the order of the map. */
  void publish(DatasetId id, Map<String, byte[]> files) throws IOException {
    publish(ledger, id, files);
  }

  /** Publishes through another instance of the ledger, as a command in another process does. */
  void publishElsewhere(DatasetId id, String jsonl) throws IOException {
    try (Ledger other = Ledger.open(home)) {
      publish(other, id, Map.of("sft.jsonl", jsonl.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private void publish(Ledger into, DatasetId id, Map<String, byte[]> files) throws IOException {
    Path folder = Files.createTempDirectory(temp, "bundle");
    for (var file : new LinkedHashMap<>(files).entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    Files.writeString(
        folder.resolve("manifest.json"),
        Json.object()
            .put("hash", "00".repeat(32))
            .put("files", files.keySet().stream().sorted().map(Json::of).toList())
            .build()
            .text());
    Bundle bundle = BundleReader.read(List.of(folder));
    new PublishVersion(into, keys, clock)
        .publish(
            new PublishVersion.Request(id, bundle, Card.EMPTY, Optional.empty(), Optional.empty()),
            bytes -> {});
  }

  Member member(DatasetId id, VersionRange versions) {
    return ledger
        .db()
        .write(
            tx -> {
              var members = new Members(tx);
              Entitlement entitlement =
                  members.grant(
                      id, "worker", versions, Entitlement.Source.APPROVED, clock.instant());
              return new Member(
                  entitlement, members.issue(entitlement.id(), clock.instant()).reveal());
            });
  }

  Member member(long upTo) {
    return member(PI, VersionRange.upTo(upTo));
  }

  /** One more token of the same entitlement. */
  Member another(Member member) {
    return ledger
        .db()
        .write(
            tx ->
                new Member(
                    member.entitlement(),
                    new Members(tx).issue(member.entitlement().id(), clock.instant()).reveal()));
  }

  void revoke(Member member) {
    elsewhere(tx -> new Members(tx).revoke(member.entitlement().id(), "test", clock.instant()));
  }

  /** Writes through another instance of the ledger, as another process does. */
  <T> T elsewhere(Db.Work<T> work) {
    try (Ledger other = Ledger.open(home)) {
      return other.db().write(work);
    }
  }

  Node start() {
    return start(new Options(PI));
  }

  Node start(Options options) {
    Node node =
        Node.start(
            new Node.Environment(home, ledger, keys, clock, accessLog::add, announced::add, till),
            options.config());
    closing.add(node);
    return node;
  }

  /** Closes the ledger and opens it again, as a restart of the program does. */
  void reopen() {
    ledger.close();
    ledger = Ledger.open(home);
  }

  Json.Obj runFile(DatasetId id) {
    try {
      return JsonReader.read(Files.readAllBytes(home.runFile(id)), 1 << 20).asObject("run file");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String ownerToken() {
    return runFile(PI).text("owner_token").orElseThrow();
  }

  static int adminPort(Node node) {
    return Integer.parseInt(node.adminAddress().replaceFirst(".*:", ""));
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable part : closing.reversed()) {
      part.close();
    }
    ledger.close();
  }
}
