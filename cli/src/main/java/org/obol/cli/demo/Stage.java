package org.obol.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.cli.Session;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.bundle.BundleReader;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.tree.FileHasher;
import org.obol.dataset.versionlog.VersionLog;
import org.obol.http.ServerConfig;
import org.obol.ledger.Datasets;
import org.obol.ledger.Ledger;
import org.obol.ledger.ObolHome;
import org.obol.ledger.OwnerKeys;
import org.obol.ledger.PublishVersion;
import org.obol.ledger.StoredVersion;
import org.obol.node.Node;
import org.obol.node.NodeConfig;
import org.obol.node.sale.Till;

/**
 * Where the demo plays: the owner's ledger and node in this process, and the folder of the buyer,
 * who is always another process.
 */
final class Stage implements AutoCloseable {

  static final DatasetId ID = new DatasetId("demo");

  private final Session session;
  private final Tale tale;
  private final Path folder;
  private final ObolHome owner;
  private final Ledger ledger;
  private final OwnerKeys keys;
  private Optional<Node> node = Optional.empty();

  Stage(Session session, Tale tale, Path folder) {
    this.session = session;
    this.tale = tale;
    this.folder = folder;
    this.owner = new ObolHome(folder.resolve("owner"));
    this.ledger = Ledger.open(owner);
    this.keys = new OwnerKeys(owner.keys(), session.passphrase(Optional.empty()));
  }

  Session session() {
    return session;
  }

  Tale tale() {
    return tale;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** The buyer's configuration folder. */
  Path buyer() {
    return folder.resolve("buyer");
  }

  /** The owner's. */
  ObolHome owner() {
    return owner;
  }

  Ledger ledger() {
    return ledger;
  }

  Address ownerAddress() {
    return keys.load(ID).address();
  }

  VersionLog log() {
    return ledger.db().read(tx -> new Datasets(tx).log(ID));
  }

  String url() {
    return node.orElseThrow().publicUrl().toString();
  }

  /** Starts the owner's node on loopback. */
  void publish(Optional<Till> till) {
    var config = NodeConfig.of(List.of(ID), ServerConfig.loopback());
    node =
        Optional.of(
            Node.start(
                new Node.Environment(
                    owner, ledger, keys, session.clock(), line -> {}, url -> {}, till),
                config));
  }

  /** Signs the file as the next version. */
  StoredVersion append(Path data, Optional<Json.Obj> claim) throws IOException {
    var request =
        new PublishVersion.Request(
            ID, BundleReader.read(List.of(data)), Card.EMPTY, Optional.empty(), claim);
    var outcome = new PublishVersion(ledger, keys, session.clock()).publish(request, bytes -> {});
    return switch (outcome) {
      case PublishVersion.Outcome.Appended appended -> appended.version();
      case PublishVersion.Outcome.Unchanged unchanged ->
          throw new ObolException(ObolException.Exit.FAILED, "the file did not change");
    };
  }

  /** The words with which the buyer asks for a version. */
  List<String> buy(long version, Path out, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "buy",
                "dataset",
                url(),
                "--id",
                ID.text(),
                "--version",
                Long.toString(version),
                "--out",
                out.toString()));
    words.addAll(List.of(more));
    return words;
  }

  static Sha256 sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return FileHasher.hash(in, Optional.empty()).sha256();
    }
  }

  static String lastLine(BuyerProcess.Ended ended) {
    return ended.output().strip().lines().reduce("", (before, line) -> line);
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ObolException(ObolException.Exit.FAILED, "the demo did not come out: " + otherwise);
    }
  }

  @Override
  public void close() {
    node.ifPresent(Node::close);
    ledger.close();
  }
}
