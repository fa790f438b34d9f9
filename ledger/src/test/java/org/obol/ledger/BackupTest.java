package org.obol.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Sha256;
import org.obol.dataset.VerificationException;
import org.obol.dataset.entitlement.AccessToken;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.dataset.sale.SellerRecord;
import org.obol.dataset.sale.Signed;

final class BackupTest {

  @TempDir private Path folder;
  private House house;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    house = new House(folder.resolve("home"));
    file = folder.resolve("backup.zip");
    house.publish("{\"a\":1}\n");
    house.publish("{\"a\":2}\n");
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aRestoredHomeServesSignsAndKnowsItsMembers() throws IOException {
    Files.writeString(house.home.root().resolve("config.toml"), "port = 1\n");
    Files.writeString(house.home.numbering(House.ID), "numbers of placeholders");
    AccessToken token = member();
    Backup.Written written = backup(true);
    assertThat(written.objects()).isEqualTo(2);
    assertThat(written.leftOut()).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(names(folder)).containsExactlyInAnyOrder("home", "home-files", "backup.zip");

    Restore.Restored restored = restore(folder.resolve("new"), false);
    assertThat(restored.objects()).isEqualTo(2);
    assertThat(restored.missing()).isEmpty();
    assertThat(restored.notes()).isEmpty();
    try (var copy = new House(folder.resolve("new"))) {
      assertThat(copy.seqs(House.ID)).containsExactly(1L, 2L);
      StoredVersion head = version(copy, 2);
      assertThat(copy.ledger.objects().open(head.entry().fileHash())).hasContent("{\"a\":2}\n");
      assertThat(holder(copy, token)).isTrue();
      Path numbering = copy.home.numbering(House.ID);
      assertThat(numbering).hasContent("numbers of placeholders");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(numbering)))
          .isEqualTo("rw-------");
      assertThat(copy.home.root().resolve("config.toml")).hasContent("port = 1\n");
      assertThat(names(copy.home.root()))
          .doesNotContain("index.json")
          .noneMatch(name -> name.startsWith(".restore"));
      assertThat(mode(copy.home.nodeDb())).isEqualTo("rw-------");
      assertThat(mode(copy.keys.keyFile(House.ID))).isEqualTo("rw-------");
      copy.publish("{\"a\":3}\n");
      assertThat(copy.seqs(House.ID)).containsExactly(1L, 2L, 3L);
    }
  }

  /** Buyers may have seen a later one, and would refuse its serial. */
  @Test
  void aSellerRecordDoesNotComeBack() throws IOException {
    int ignored =
        house
            .ledger
            .db()
            .write(
                tx ->
                    tx.update(
                        "insert into seller_record (dataset, serial, document) values (?, 1, '{}')",
                        House.ID.text()));
    backup(true);
    restore(folder.resolve("new"), false);
    try (var copy = new House(folder.resolve("new"))) {
      Optional<Signed<SellerRecord>> kept =
          copy.ledger.db().read(tx -> new Sales(tx).sellerRecord(House.ID));
      assertThat(kept).isEmpty();
    }
  }

  @Test
  void withoutObjectsTheMissingOnesAreNamed() throws IOException {
    assertThat(backup(false).objects()).isZero();
    Restore.Restored restored = restore(folder.resolve("new"), false);
    assertThat(restored.missing())
        .containsExactlyInAnyOrder(
            version(house, 1).entry().fileHash(), version(house, 2).entry().fileHash());
    try (var copy = new House(folder.resolve("new"))) {
      Sha256 object = version(copy, 2).entry().fileHash();
      assertThatThrownBy(() -> copy.ledger.objects().open(object))
          .isInstanceOf(DamagedObjectException.class);
      copy.ledger
          .objects()
          .ingest(house.file("data.jsonl", "{\"a\":2}\n"), java.util.Optional.empty(), b -> {});
      assertThat(copy.ledger.objects().open(object)).hasContent("{\"a\":2}\n");
    }
  }

  @Test
  void aDamagedObjectIsLeftOutAndSaid() throws IOException {
    Sha256 object = version(house, 1).entry().fileHash();
    Path path = house.ledger.objects().path(object);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(path, "{\"a\":9}\n");
    Files.delete(house.ledger.objects().path(version(house, 2).entry().fileHash()));
    assertThat(backup(true).leftOut()).hasSize(2).contains(object);
  }

  @Test
  void doesNotTouchAHomeThatHasSomething() throws IOException {
    backup(true);
    house.publish("{\"a\":3}\n");
    assertThatThrownBy(() -> restore(house.home.root(), false))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("already has a ledger or keys");
    assertThat(house.seqs(House.ID)).hasSize(3);
    Path onlyKeys = Files.createDirectories(folder.resolve("other/keys"));
    Files.writeString(onlyKeys.resolve("talks.last"), "x");
    assertThatThrownBy(() -> restore(folder.resolve("other"), false))
        .hasMessageContaining("already has a ledger or keys");
  }

  @Test
  void evenForcedItRefusesALedgerThatIsInUse() throws IOException {
    backup(true);
    assertThatThrownBy(() -> restore(house.home.root(), true))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("in use");
    assertThat(house.seqs(House.ID)).hasSize(2);
  }

  @Test
  void forcedItNeverLowersWhatWasLastSigned() throws IOException {
    backup(true);
    house.publish("{\"a\":3}\n");
    StoredVersion fourth = house.publish("{\"a\":4}\n");
    house.ledger.close();
    Restore.Restored restored = restore(house.home.root(), true);
    assertThat(restored.notes())
        .anySatisfy(note -> assertThat(note).contains("talks.last", "v4", "v2", "kept"))
        .anySatisfy(note -> assertThat(note).contains("node.db.before-restore-1"));
    house.reopen();
    assertThat(house.seqs(House.ID)).containsExactly(1L, 2L);
    assertThat(house.keys.last(House.ID).orElseThrow().digest())
        .isEqualTo(fourth.entry().claim().digest());
    assertThatThrownBy(() -> house.publish("{\"a\":5}\n"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("would fork the log");
  }

  @Test
  void forcedItRaisesWhatWasLastSigned() throws IOException {
    Path older = folder.resolve("older");
    house.ledger.close();
    copyTree(house.home.root(), older);
    house.reopen();
    house.publish("{\"a\":3}\n");
    backup(true);
    assertThat(restore(older, true).notes()).noneMatch(note -> note.contains("was signed"));
    try (var copy = new House(older)) {
      assertThat(copy.keys.last(House.ID).orElseThrow().seq()).isEqualTo(3);
      copy.publish("{\"a\":4}\n");
      assertThat(copy.seqs(House.ID)).hasSize(4);
    }
  }

  @Test
  void forcedItSetsAnotherKeyAsideAndNeverDestroysIt() throws IOException {
    backup(false);
    Path other = folder.resolve("other");
    Path key;
    try (var second = new House(other)) {
      second.publish("{\"b\":1}\n");
      key = second.keys.keyFile(House.ID);
    }
    String before = Files.readString(key);
    assertThat(restore(other, true).notes())
        .anyMatch(n -> n.contains("talks.key.before-restore-1"));
    assertThat(key.resolveSibling("talks.key.before-restore-1")).hasContent(before);
    assertThat(key).hasSameBinaryContentAs(house.keys.keyFile(House.ID));
  }

  @Test
  void forcedItReplacesALedgerThatIsNoDatabase() throws IOException {
    backup(true);
    house.ledger.close();
    Files.writeString(house.home.nodeDb(), "not a database, and longer than a header".repeat(50));
    assertThat(restore(house.home.root(), true).missing()).isEmpty();
    house.reopen();
    house.publish("{\"a\":3}\n");
    assertThat(house.seqs(House.ID)).hasSize(3);
  }

  @Test
  void aFlippedBitAnywhereIsFoundBeforeAnythingIsWritten() throws IOException {
    backup(true);
    byte[] good = Files.readAllBytes(file);
    for (String needle : List.of("SQLite format", "{\"a\":1}", "obol-backup/1", "\"seq\":2")) {
      byte[] bad = good.clone();
      bad[indexOf(good, needle)] ^= 1;
      Files.write(file, bad);
      assertThatThrownBy(() -> restore(folder.resolve("new"), false))
          .as(needle)
          .isInstanceOf(VerificationException.class);
      assertThat(folder.resolve("new")).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "keys/../../evil.key",
        "/etc/evil",
        "keys/a/b.key",
        "keys/.key",
        "objects/../../x",
        "node.db-wal",
        "keys\\a.key",
        "run/talks.json"
      })
  void aNameThatIsNoneOfABackupIsRefused(String name) throws IOException {
    backup(false);
    Map<String, byte[]> members = members();
    members.put(name, new byte[] {1});
    String entry =
        "{\"name\":\""
            + name.replace("\\", "\\\\")
            + "\",\"size\":1,\"sha256\":\""
            + Sha256.hash(new byte[] {1})
            + "\"},";
    String index = new String(members.get("index.json"), StandardCharsets.UTF_8);
    members.put(
        "index.json",
        index.replace("\"members\":[", "\"members\":[" + entry).getBytes(StandardCharsets.UTF_8));
    write(members);
    assertThatThrownBy(() -> restore(folder.resolve("new"), false))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("is not the name of a member");
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void membersThatAreNotListedOrNotThereAreRefused() throws IOException {
    backup(false);
    Map<String, byte[]> members = members();
    members.put("extra", new byte[0]);
    write(members);
    assertThatThrownBy(() -> restore(folder.resolve("new"), false)).hasMessageContaining("extra");
    members.remove("extra");
    members.remove("keys/talks.last");
    write(members);
    assertThatThrownBy(() -> restore(folder.resolve("new"), false))
        .hasMessageContaining("has no keys/talks.last");
    Files.writeString(file, "no zip");
    assertThatThrownBy(() -> restore(folder.resolve("new"), false))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("not a backup");
  }

  @Test
  void copiesAreConsistentWhileOthersPublish() throws Exception {
    var publishing = new java.util.concurrent.CompletableFuture<Integer>();
    var stop = new java.util.concurrent.atomic.AtomicBoolean();
    Thread publisher =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    int n = 2;
                    while (!stop.get()) {
                      n++;
                      house.publish("{\"a\":" + n + "}\n");
                    }
                    publishing.complete(n);
                  } catch (IOException | RuntimeException e) {
                    publishing.completeExceptionally(e);
                  }
                });
    for (int i = 0; i < 5; i++) {
      backup(true);
      restore(folder.resolve("copy" + i), false);
      try (var copy = new House(folder.resolve("copy" + i))) {
        long last = copy.keys.last(House.ID).orElseThrow().seq();
        assertThat(copy.seqs(House.ID)).hasSize((int) last);
        copy.publish("{\"copy\":" + i + "}\n");
      }
    }
    stop.set(true);
    publisher.join();
    assertThat(publishing.get()).isGreaterThan(2);
  }

  private AccessToken member() {
    return house
        .ledger
        .db()
        .write(
            tx -> {
              var members = new Members(tx);
              Entitlement ann =
                  members.grant(
                      House.ID,
                      "ann",
                      VersionRange.upTo(2),
                      Entitlement.Source.APPROVED,
                      House.NOW);
              return members.issue(ann.id(), House.NOW);
            });
  }

  private static boolean holder(House house, AccessToken token) {
    return house.ledger.db().read(tx -> new Members(tx).holder(token.hash())).isPresent();
  }

  private static StoredVersion version(House house, long seq) {
    return house.ledger.db().read(tx -> new Datasets(tx).version(House.ID, seq)).orElseThrow();
  }

  private Backup.Written backup(boolean withObjects) throws IOException {
    return new Backup(house.home, house.ledger, InstantSource.fixed(House.NOW))
        .write(file, withObjects, bytes -> {});
  }

  private Restore.Restored restore(Path root, boolean force) throws IOException {
    return new Restore(new ObolHome(root)).run(file, force, bytes -> {});
  }

  private Map<String, byte[]> members() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    try (var zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
        try (var in = zip.getInputStream(entry)) {
          members.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return members;
  }

  private void write(Map<String, byte[]> members) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        var zip = new ZipOutputStream(out)) {
      for (var member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
      }
    }
  }

  private static int indexOf(byte[] bytes, String needle) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(needle);
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  static void copyTree(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path source : files.toList()) {
        Files.copy(
            source,
            to.resolve(from.relativize(source)),
            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
