package org.obol.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.crypto.Sha256;
import org.obol.dataset.VerificationException;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.dataset.versionlog.EntryClaim;
import org.obol.dataset.versionlog.VersionEntry;

/** Stores of the reference (protocol section 9), signed here with a published test key. */
final class ImportStoreTest {

  private static final Sha256 TOKEN = Sha256.hash("a token");

  @TempDir private Path folder;
  private House house;
  private Path key;
  private final List<VersionEntry> entries = new ArrayList<>();
  private final JsonObject artifacts = Json.object();

  @BeforeEach
  void open() throws IOException {
    house = new House(folder.resolve("home"));
    key = house.keyFile("talks.key", House.KEY_ONE);
    Files.writeString(folder.resolve("one.jsonl"), "{\"a\":1}\n");
    Files.writeString(folder.resolve("two.jsonl"), "{\"a\":2}\n");
    sign("{\"a\":1}\n");
    sign("{\"a\":2}\n");
    artifacts.put("1", "one.jsonl").put("2", folder.resolve("two.jsonl").toString());
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void takesOverLogTokensAndArtifacts() throws IOException {
    var imported = run(store(grant(TOKEN, 1).put("label", "ann").build()));
    assertThat(imported.warnings()).isEmpty();
    assertThat(imported.versions()).isEqualTo(2);
    assertThat(imported.artifacts()).isEqualTo(2);
    assertThat(imported.tokens()).isEqualTo(1);
    assertThat(imported.dataset().groupId()).isEqualTo("group-7");
    house
        .ledger
        .db()
        .read(
            tx -> {
              var log = new Datasets(tx).log(House.ID);
              assertThat(log.entries()).isEqualTo(entries);
              log.requireValid(House.KEY_ONE.address());
              Entitlement holder = new Members(tx).holder(TOKEN).orElseThrow();
              assertThat(holder.subject()).isEqualTo("ann");
              assertThat(holder.versions()).isEqualTo(VersionRange.upTo(1));
              assertThat(holder.source()).isEqualTo(Entitlement.Source.IMPORTED);
              assertThat(new Datasets(tx).version(House.ID, 2).orElseThrow().files())
                  .singleElement()
                  .satisfies(file -> assertThat(file.name()).isEqualTo("two.jsonl"));
              return tx;
            });
    assertThat(house.ledger.objects().open(entries.getLast().fileHash())).hasContent("{\"a\":2}\n");
    assertThat(house.keys.load(House.ID).address()).isEqualTo(House.KEY_ONE.address());
  }

  @Test
  void theFirstOwnVersionSaysUpToWhereThereIsNoManifest() throws IOException {
    run(store());
    StoredVersion third = house.publish("{\"a\":3}\n");
    var manifest = third.manifest().orElseThrow().manifest();
    assertThat(manifest.seq()).isEqualTo(3);
    assertThat(manifest.importedThrough()).contains(2L);
    assertThat(third.entry().claim().prevSig()).isEqualTo(entries.getLast().signature().hex());
    StoredVersion fourth = house.publish("{\"a\":4}\n");
    assertThat(fourth.manifest().orElseThrow().manifest().importedThrough()).isEmpty();
    house
        .ledger
        .db()
        .read(
            tx -> {
              new Datasets(tx).log(House.ID).requireValid(House.KEY_ONE.address());
              return tx;
            });
  }

  @Test
  void anotherKeyIsRefusedNamingTheFirstBadEntry() {
    Path other = house.keyFile("other.key", House.KEY_TWO);
    assertThatThrownBy(() -> run(store(), other))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("entry 1")
        .hasMessageContaining("wrong_owner");
    assertThat(house.keys.exists(House.ID)).isFalse();
    assertNothingHere();
  }

  @Test
  void aChangedEntryIsNamed() {
    VersionEntry second = entries.getLast();
    var lie =
        new EntryClaim(2, second.manifestHash(), second.fileHash(), 9, second.claim().prevSig());
    entries.set(1, new VersionEntry(lie, second.timestamp(), second.signature()));
    assertThatThrownBy(() -> run(store()))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("entry 2");
    assertNothingHere();
  }

  @Test
  void anExistingDatasetIsRefused() throws IOException {
    run(store());
    assertThatThrownBy(() -> run(store()))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("already");
    assertThat(house.seqs(House.ID)).containsExactly(1L, 2L);
  }

  @Test
  void aKeyThatSignsAnotherDatasetIsRefused() throws IOException {
    run(store());
    Path again = write(document().put("id", "copy").build());
    assertThatThrownBy(() -> run(again, key)).hasMessageContaining("one key signs one dataset");
  }

  @Test
  void reportsWhatIsLeftBehind() throws IOException {
    Files.writeString(folder.resolve("one.jsonl"), "changed");
    Files.delete(folder.resolve("two.jsonl"));
    var imported =
        run(
            store(
                grant(TOKEN, 0).build(),
                grant(Sha256.hash("other group"), 1).put("groupID", "elsewhere").build(),
                Json.object().put("tokenHash", "xyz").put("maxVersion", 1).build(),
                grant(Sha256.hash("twice"), 1).build(),
                grant(Sha256.hash("twice"), 2).build()));
    assertThat(imported.artifacts()).isZero();
    assertThat(imported.tokens()).isEqualTo(1);
    assertThat(imported.warnings())
        .hasSize(5)
        .anySatisfy(w -> assertThat(w).contains("v1", "not what was signed"))
        .anySatisfy(w -> assertThat(w).contains("v2", "missing"))
        .anySatisfy(w -> assertThat(w).contains("entitlement 1", "maxVersion is 0"))
        .anySatisfy(w -> assertThat(w).contains("entitlement 2", "elsewhere"))
        .anySatisfy(w -> assertThat(w).contains("entitlement 3", "tokenHash"));
    assertThat(house.ledger.objects().all()).isEmpty();
    house
        .ledger
        .db()
        .read(
            tx -> {
              var members = new Members(tx);
              assertThat(members.holder(TOKEN)).isEmpty();
              assertThat(members.holder(Sha256.hash("twice")).orElseThrow().versions())
                  .isEqualTo(VersionRange.upTo(2));
              return tx;
            });
  }

  @Test
  void aTokenOfAnotherDatasetIsLeftBehind() throws IOException {
    house.publish(new org.obol.dataset.DatasetId("mine"), "{}\n");
    house
        .ledger
        .db()
        .write(
            tx -> {
              var members = new Members(tx);
              var mine =
                  members.grant(
                      new org.obol.dataset.DatasetId("mine"),
                      "bob",
                      VersionRange.upTo(1),
                      Entitlement.Source.APPROVED,
                      House.NOW);
              members.adopt(TOKEN, mine.id(), House.NOW);
              return mine;
            });
    var imported = run(store(grant(TOKEN, 2).build()));
    assertThat(imported.tokens()).isZero();
    assertThat(imported.warnings()).singleElement().asString().contains("another dataset");
  }

  @Test
  void filesThatAreNoStoreAreNamed() throws IOException {
    for (String text :
        List.of(
            "{",
            "[]",
            "{\"id\":\"../up\",\"versions\":[]}",
            "{\"id\":\"a\"}",
            "{\"id\":\"a\",\"versions\":[],\"artifacts\":{\"one\":\"x\"}}")) {
      Path file = Files.writeString(folder.resolve("bad.store.json"), text);
      assertThatThrownBy(() -> run(file, key))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("bad.store.json");
    }
    assertThatThrownBy(() -> run(folder.resolve("absent"), key))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("absent");
  }

  @Test
  void anEmptyLogIsRefused() {
    entries.clear();
    assertThatThrownBy(() -> run(store()))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("no versions");
  }

  private void assertNothingHere() {
    List<Dataset> all = house.ledger.db().read(tx -> new Datasets(tx).all());
    assertThat(all).isEmpty();
  }

  private ImportStore.Imported run(Path store) throws IOException {
    return run(store, key);
  }

  private ImportStore.Imported run(Path store, Path keyFile) throws IOException {
    return new ImportStore(house.ledger, house.keys, InstantSource.fixed(House.NOW))
        .run(store, keyFile, bytes -> {});
  }

  private void sign(String content) {
    String previous = entries.isEmpty() ? "" : entries.getLast().signature().hex();
    var claim =
        new EntryClaim(
            entries.size() + 1L,
            Sha256.hash("a manifest of the reference"),
            Sha256.hash(content),
            content.length(),
            previous);
    // With an offset and fractions: the text is kept as it came.
    entries.add(claim.sign(House.KEY_ONE, "2026-06-14T14:00:01.123+02:00"));
  }

  private static JsonObject grant(Sha256 token, long maxVersion) {
    return Json.object()
        .put("tokenHash", token.hex())
        .put("groupID", "group-7")
        .put("maxVersion", maxVersion)
        .put("paidAtomic", "250000")
        .put("unheardOf", true);
  }

  private JsonObject document(Json... grants) {
    return Json.object()
        .put("id", House.ID.text())
        .put("groupID", "group-7")
        .put("unheardOf", 1)
        .put("versions", entries.stream().map(VersionEntry::toJson).toList())
        .put("entitlements", List.of(grants))
        .put("artifacts", artifacts.build());
  }

  private Path store(Json... grants) {
    return write(document(grants).build());
  }

  private Path write(Json.Obj store) {
    try {
      return Files.write(folder.resolve("talks.store.json"), store.utf8());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
