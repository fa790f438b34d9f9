package org.obol.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.KeyFile;
import org.obol.crypto.Passphrase;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.DatasetId;
import org.obol.dataset.bundle.BundleReader;
import org.obol.dataset.manifest.Card;

/** A home in a temporary folder with its ledger open, and the flows on it. */
final class House implements AutoCloseable {

  /** When everything in the tests happens. */
  static final Instant NOW = Instant.parse("2026-06-14T12:00:00Z");

  /** The published keys of the version log vectors. */
  static final PrivateKey KEY_ONE =
      PrivateKey.ofHex("fbbecb329aa2c828a3d445883b667c09f133b7e483aed00855d9665858eba3d3");

  static final PrivateKey KEY_TWO =
      PrivateKey.ofHex("d5632b732266af0c4994060b6f344226558de093a67f7d7af9d94a9fe6df4fb5");

  static final DatasetId ID = new DatasetId("talks");

  final ObolHome home;
  final OwnerKeys keys;
  Ledger ledger;

  House(Path root) {
    home = new ObolHome(root);
    keys = new OwnerKeys(home.keys(), () -> Passphrase.of("unused"));
    ledger = Ledger.open(home);
  }

  /** The dataset {@link #ID} without a version. */
  void createDataset() {
    ledger
        .db()
        .write(
            tx -> {
              var dataset =
                  new Dataset(ID, KEY_ONE.address(), ID.text(), Dataset.Membership.INVITE, false);
              new Datasets(tx).create(dataset, NOW);
              return dataset;
            });
  }

  PublishVersion publisher() {
    return new PublishVersion(ledger, keys, InstantSource.fixed(NOW));
  }

  PublishVersion.Outcome publish(DatasetId id, Card card, Path... files) throws IOException {
    return publisher()
        .publish(
            new PublishVersion.Request(
                id, BundleReader.read(List.of(files)), card, Optional.empty(), Optional.empty()),
            bytes -> {});
  }

  /** Publishes one file with {@code text} in it, and demands that it is a new version. */
  StoredVersion publish(DatasetId id, String text) throws IOException {
    return appended(publish(id, Card.EMPTY, file("data.jsonl", text)));
  }

  StoredVersion publish(String text) throws IOException {
    return publish(ID, text);
  }

  static StoredVersion appended(PublishVersion.Outcome outcome) {
    return switch (outcome) {
      case PublishVersion.Outcome.Appended appended -> appended.version();
      case PublishVersion.Outcome.Unchanged unchanged ->
          throw new AssertionError("nothing was published, " + unchanged);
    };
  }

  /** A file beside the home. */
  Path file(String name, String text) throws IOException {
    Path folder =
        Files.createDirectories(home.root().resolveSibling(home.root().getFileName() + "-files"));
    return Files.writeString(folder.resolve(name), text);
  }

  Path keyFile(String name, PrivateKey key) {
    Path file = home.root().resolveSibling(home.root().getFileName() + "-" + name);
    KeyFile.write(file, key);
    return file;
  }

  List<Long> seqs(DatasetId id) {
    List<Long> seqs = new ArrayList<>();
    ledger
        .db()
        .read(tx -> new Datasets(tx).log(id))
        .entries()
        .forEach(entry -> seqs.add(entry.seq()));
    return seqs;
  }

  /** Closes the ledger and opens it again, as after a restart. */
  void reopen() {
    ledger.close();
    ledger = Ledger.open(home);
  }

  @Override
  public void close() {
    ledger.close();
  }
}
