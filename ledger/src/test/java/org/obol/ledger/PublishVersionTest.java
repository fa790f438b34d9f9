package org.obol.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.VerificationException;
import org.obol.dataset.bundle.BundleException;
import org.obol.dataset.bundle.BundleReader;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.manifest.Manifest;
import org.obol.dataset.manifest.ManifestFile;
import org.obol.dataset.versionlog.VersionLog;

final class PublishVersionTest {

  private static final DatasetId OTHER = new DatasetId("other");

  @TempDir private Path folder;
  private House house;

  @BeforeEach
  void open() {
    house = new House(folder.resolve("home"));
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void theFirstVersionMakesKeyDatasetObjectAndManifest() throws IOException {
    StoredVersion first = house.publish("{\"a\":1}\n{\"a\":2}\n");
    Manifest manifest = first.manifest().orElseThrow().manifest();
    assertThat(first.entry().seq()).isEqualTo(1);
    assertThat(first.entry().claim().prevSig()).isEmpty();
    assertThat(first.entry().manifestHash()).isEqualTo(first.manifest().orElseThrow().hash());
    assertThat(first.entry().fileHash()).isEqualTo(Sha256.hash("{\"a\":1}\n{\"a\":2}\n"));
    assertThat(manifest.parent()).isEmpty();
    assertThat(manifest.createdAt()).isEqualTo("2026-06-14T12:00:00Z");
    assertThat(manifest.owner()).isEqualTo(house.keys.load(House.ID).address());
    assertThat(manifest.primary().rows().orElseThrow().count()).isEqualTo(2);
    assertThat(manifest.primary().rows().orElseThrow().keySha256())
        .isEqualTo(first.rowKey().orElseThrow().sha256());
    assertThat(manifest.importedThrough()).isEmpty();
    assertThat(house.ledger.objects().open(first.entry().fileHash())).exists();
    assertThat(log().verify(manifest.owner())).isEqualTo(log().verify());
    log().requireValid(manifest.owner());
  }

  @Test
  void theNextOneIsLinkedToIt() throws IOException {
    StoredVersion first = house.publish("{\"a\":1}\n");
    StoredVersion second = house.publish("{\"a\":2}\n");
    assertThat(second.entry().claim().prevSig()).isEqualTo(first.entry().signature().hex());
    assertThat(second.manifest().orElseThrow().manifest().parent())
        .contains(first.entry().manifestHash());
    assertThat(house.publisher().verifiedLog(House.ID).entries()).hasSize(2);
    // What the ledger gives back is what was signed.
    assertThat(house.ledger.db().read(tx -> new Datasets(tx).version(House.ID, 2)).orElseThrow())
        .satisfies(
            stored -> {
              assertThat(stored.entry()).isEqualTo(second.entry());
              assertThat(stored.rowKey()).isEqualTo(second.rowKey());
              assertThat(stored.files().getFirst().chunks().root())
                  .isEqualTo(second.manifest().orElseThrow().manifest().primary().chunkRoot());
            });
  }

  @Test
  void theSameFilesAndCardAreNotSignedTwice() throws IOException {
    house.publish("{\"a\":1}\n");
    Path file = house.file("data.jsonl", "{\"a\":1}\n");
    assertThat(house.publish(House.ID, Card.EMPTY, file))
        .isEqualTo(new PublishVersion.Outcome.Unchanged(1, house.keys.load(House.ID).address()));
    assertThat(house.seqs(House.ID)).containsExactly(1L);
    assertThat(house.keys.last(House.ID).orElseThrow().seq()).isEqualTo(1);
  }

  @Test
  void theCardIsInheritedAndOverridden() throws IOException {
    Path file = house.file("data.jsonl", "{\"a\":1}\n");
    house.publish(House.ID, card("Talks", "CC-BY-4.0"), file);
    house.publish("{\"a\":2}\n");
    assertThat(headCard().title()).contains("Talks");
    assertThat(headCard().license()).contains("CC-BY-4.0");
    // The same files with another card are a new version.
    Path same = house.file("data.jsonl", "{\"a\":2}\n");
    Card licence =
        new Card(
            Optional.empty(),
            Optional.empty(),
            Optional.of("CC0-1.0"),
            Optional.empty(),
            List.of(),
            Map.of());
    House.appended(house.publish(House.ID, licence, same));
    assertThat(headCard().title()).contains("Talks");
    assertThat(headCard().license()).contains("CC0-1.0");
    assertThat(house.seqs(House.ID)).hasSize(3);
  }

  @Test
  void aLyingManifestIsRefused() throws IOException {
    String hash = Sha256.hash("x").hex();
    for (String lie : List.of("\"sha256\":\"" + hash + "\"", "\"size\":9")) {
      Path bundle =
          bundle("{\"hash\":\"" + hash + "\",\"files\":[{\"name\":\"data.jsonl\"," + lie + "}]}");
      assertThatThrownBy(() -> house.publish(House.ID, Card.EMPTY, bundle))
          .isInstanceOf(BundleException.class)
          .hasMessageContaining("manifest.json says");
    }
    assertThat(house.seqs(House.ID)).isEmpty();
    assertThat(house.keys.lastFile(House.ID)).doesNotExist();
  }

  @Test
  void aTruthfulManifestIsSignedWithTheHashItDeclared() throws IOException {
    Sha256 declared = Sha256.hash("x");
    Path bundle =
        bundle(
            "{\"hash\":\""
                + declared
                + "\",\"files\":[{\"name\":\"data.jsonl\",\"size\":8,\"sha256\":\""
                + Sha256.hash("{\"a\":1}\n")
                + "\"}]}");
    StoredVersion first = House.appended(house.publish(House.ID, Card.EMPTY, bundle));
    assertThat(first.manifest().orElseThrow().manifest().declaredHash()).contains(declared);
  }

  @Test
  void whatIsNotUtf8OrEmptyIsRefused() throws IOException {
    Path binary = house.file("data.jsonl", "");
    Files.write(binary, new byte[] {'{', (byte) 0xff, '}'});
    assertThatThrownBy(() -> house.publish(House.ID, Card.EMPTY, binary))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("data.jsonl");
    Path file = house.file("full.jsonl", "{}");
    var bundle = BundleReader.read(List.of(file));
    Files.writeString(file, "");
    assertThatThrownBy(
            () -> house.publisher().publish(request(House.ID, bundle, Optional.empty()), b -> {}))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("empty");
    assertThat(house.seqs(House.ID)).isEmpty();
  }

  @Test
  void severalFilesAreSignedInOrder() throws IOException {
    Path one = house.file("one.jsonl", "{\"a\":1}\n");
    Path two = house.file("two.jsonl", "{\"a\":2}\n");
    StoredVersion first = House.appended(house.publish(House.ID, Card.EMPTY, one, two));
    assertThat(first.files())
        .extracting(StoredVersion.StoredFile::name)
        .containsExactly("one.jsonl", "two.jsonl");
    assertThat(first.entry().fileHash()).isEqualTo(Sha256.hash("{\"a\":1}\n"));
    assertThat(first.manifest().orElseThrow().manifest().files())
        .extracting(ManifestFile::sha256)
        .containsExactly(Sha256.hash("{\"a\":1}\n"), Sha256.hash("{\"a\":2}\n"));
    Path other =
        bundle("{\"hash\":\"" + Sha256.hash("x") + "\",\"files\":[\"notes.bin\",\"data.jsonl\"]}");
    Files.write(other.resolve("notes.bin"), new byte[] {0, (byte) 0xff});
    StoredVersion second = House.appended(house.publish(House.ID, Card.EMPTY, other));
    assertThat(second.files().getLast().mediaType()).isEqualTo("application/octet-stream");
    assertThat(second.manifest().orElseThrow().manifest().files().getLast().rows()).isEmpty();
  }

  @Test
  void aKeyBroughtAlongSignsAndAWrongOneChangesNothing() throws IOException {
    Path right = house.keyFile("one.key", House.KEY_ONE);
    Path wrong = house.keyFile("two.key", House.KEY_TWO);
    publish(House.ID, "{\"a\":1}\n", right);
    assertThat(log().requireValid()).isEqualTo(House.KEY_ONE.address());
    assertThatThrownBy(() -> publish(House.ID, "{\"a\":2}\n", wrong))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("is signed by " + House.KEY_ONE.address());
    // Even when the right key is lost: the wrong one must not take its place.
    Files.delete(house.keys.keyFile(House.ID));
    assertThatThrownBy(() -> publish(House.ID, "{\"a\":2}\n", wrong))
        .isInstanceOf(LedgerException.class);
    publish(House.ID, "{\"a\":2}\n", right);
    assertThat(house.seqs(House.ID)).hasSize(2);
  }

  @Test
  void aKeySignsOneDatasetOnly() throws IOException {
    Path key = house.keyFile("one.key", House.KEY_ONE);
    publish(House.ID, "{\"a\":1}\n", key);
    assertThatThrownBy(() -> publish(OTHER, "{\"a\":1}\n", key))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("one key signs one dataset");
    assertThat(house.keys.exists(OTHER)).isFalse();
    // Nor by copying the file.
    Files.copy(house.keys.keyFile(House.ID), house.keys.keyFile(OTHER));
    assertThatThrownBy(() -> house.publish(OTHER, "{\"a\":1}\n"))
        .hasMessageContaining("one key signs one dataset");
    assertThat(house.seqs(OTHER)).isEmpty();
  }

  @Test
  void aLostKeyIsNotReplaced() throws IOException {
    house.publish("{\"a\":1}\n");
    Files.delete(house.keys.keyFile(House.ID));
    assertThatThrownBy(() -> house.publish("{\"a\":2}\n"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("there is no key");
    assertThat(house.keys.exists(House.ID)).isFalse();
    assertThat(house.seqs(House.ID)).hasSize(1);
  }

  @Test
  void theNodesOwnKeyIsNoDatasets() {
    assertThatThrownBy(() -> house.publish(new DatasetId("node"), "{}\n"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("keys/node.key");
  }

  @Test
  void aLedgerThatWasTamperedWithIsNotExtended() throws Exception {
    house.publish("{\"a\":1}\n");
    house.publish("{\"a\":2}\n");
    house.ledger.close();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + house.home.nodeDb());
        var update =
            connection.prepareStatement("update version set file_hash = ? where seq = 1")) {
      update.setString(1, Sha256.hash("forged").hex());
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
    house.reopen();
    assertThatThrownBy(() -> house.publish("{\"a\":3}\n"))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("entry 1");
    assertThatThrownBy(() -> house.publisher().verifiedLog(House.ID))
        .isInstanceOf(VerificationException.class);
    assertThat(house.seqs(House.ID)).hasSize(2);
    assertThat(house.keys.last(House.ID).orElseThrow().seq()).isEqualTo(2);
  }

  @Test
  void withNoRoomLeftNothingIsSigned() throws IOException {
    house.publish("{\"a\":1}\n");
    house.ledger.db().write(tx -> tx.first("pragma max_page_count = 1", row -> row.getLong(1)));
    long before = house.keys.last(House.ID).orElseThrow().seq();
    Path file = house.file("data.jsonl", "{\"a\":2}\n");
    Card large = card("x".repeat(200_000), "CC0-1.0");
    assertThatThrownBy(() -> house.publish(House.ID, large, file))
        .isInstanceOf(LedgerException.class);
    assertThat(house.keys.last(House.ID).orElseThrow().seq() - before).isBetween(0L, 1L);
    house.reopen();
    house.publish("{\"a\":3}\n");
    log().requireValid(house.keys.load(House.ID).address());
  }

  private PublishVersion.Outcome publish(DatasetId id, String text, Path key) throws IOException {
    var bundle = BundleReader.read(List.of(house.file("data.jsonl", text)));
    return house.publisher().publish(request(id, bundle, Optional.of(key)), b -> {});
  }

  private static PublishVersion.Request request(
      DatasetId id, org.obol.dataset.bundle.Bundle bundle, Optional<Path> key) {
    return new PublishVersion.Request(id, bundle, Card.EMPTY, key, Optional.empty());
  }

  private Path bundle(String manifest) throws IOException {
    Path bundle = Files.createTempDirectory(folder, "bundle");
    Files.writeString(bundle.resolve("data.jsonl"), "{\"a\":1}\n");
    Files.writeString(bundle.resolve("manifest.json"), manifest);
    return bundle;
  }

  private static Card card(String title, String licence) {
    return new Card(
        Optional.of(title),
        Optional.empty(),
        Optional.of(licence),
        Optional.empty(),
        List.of(),
        Map.of());
  }

  private Card headCard() {
    return house
        .ledger
        .db()
        .read(tx -> new Datasets(tx).version(House.ID, new Datasets(tx).head(House.ID)))
        .flatMap(StoredVersion::manifest)
        .orElseThrow()
        .manifest()
        .card();
  }

  private VersionLog log() {
    return house.ledger.db().read(tx -> new Datasets(tx).log(House.ID));
  }
}
