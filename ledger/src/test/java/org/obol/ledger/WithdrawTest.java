package org.obol.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.tree.RowKey;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.dataset.versionlog.VersionLog;

final class WithdrawTest {

  @TempDir private Path folder;
  private House house;

  @BeforeEach
  void open() throws IOException {
    house = new House(folder.resolve("home"));
    house.publish("{\"a\":1}\n");
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void forgetsTheRowKeyInTheLedgerAndBesideTheKey() throws IOException {
    RowKey secret = house.publish("{\"a\":2}\n").rowKey().orElseThrow();
    assertThat(house.keys.last(House.ID).orElseThrow().rowKey()).contains(secret);
    var withdrawn = withdraw(2, false);
    assertThat(withdrawn.withdrawal().reason()).isEqualTo("a name in row 1");
    StoredVersion version = version(2);
    assertThat(version.withdrawal()).contains(withdrawn.withdrawal());
    assertThat(version.rowKey()).isEmpty();
    assertThat(house.keys.last(House.ID).orElseThrow().rowKey()).isEmpty();
    assertThat(house.keys.last(House.ID).orElseThrow().seq()).isEqualTo(2);
    assertThat(house.ledger.objects().open(version.entry().fileHash())).exists();

    house.ledger.close();
    String hex = HexFormat.of().formatHex(secret.bytes());
    String raw = new String(secret.bytes(), StandardCharsets.ISO_8859_1);
    try (var files = Files.walk(house.home.root())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(content.contains(raw) || content.contains(hex)).as(file.toString()).isFalse();
      }
    }
    house.reopen();
    house.publish("{\"a\":3}\n");
    assertThat(house.seqs(House.ID)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void anOlderVersionLeavesTheLastSignatureAlone() throws IOException {
    house.publish("{\"a\":2}\n");
    withdraw(1, false);
    assertThat(house.keys.last(House.ID).orElseThrow().rowKey()).isPresent();
    assertThat(version(2).withdrawal()).isEmpty();
  }

  @Test
  void erasesOnlyWhatNoLiveVersionUses() throws IOException {
    Sha256 shared = version(1).entry().fileHash();
    house.publish(new DatasetId("other"), "{\"a\":1}\n");
    var first = withdraw(1, true);
    assertThat(first.erased()).isEmpty();
    assertThat(first.kept()).containsExactly(shared);
    assertThat(house.ledger.objects().open(shared)).exists();
    var second = flow().withdraw(new Withdraw.Request(new DatasetId("other"), 1, "too", true));
    assertThat(second.erased()).containsExactly(shared);
    assertThat(house.ledger.objects().path(shared)).doesNotExist();
    assertThatThrownBy(() -> house.ledger.objects().open(shared))
        .isInstanceOf(DamagedObjectException.class);
  }

  @Test
  void aSecondTimeKeepsTheFirstReasonAndStillErases() throws IOException {
    withdraw(1, false);
    var again = flow().withdraw(new Withdraw.Request(House.ID, 1, "another reason", true));
    assertThat(again.withdrawal().reason()).isEqualTo("a name in row 1");
    assertThat(again.erased()).hasSize(1);
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThatThrownBy(() -> withdraw(7, false))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("no version 7");
    assertThatThrownBy(
            () -> flow().withdraw(new Withdraw.Request(new DatasetId("nope"), 1, "", false)))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("nope");
  }

  @Test
  void anErasedFileThatIsPublishedAgainIsServedAgain() throws IOException {
    house.publish("{\"a\":2}\n");
    withdraw(1, true);
    StoredVersion third = house.publish("{\"a\":1}\n");
    assertThat(house.ledger.objects().open(third.entry().fileHash())).hasContent("{\"a\":1}\n");
  }

  /** Only a head that is served can be one that nothing was changed since. */
  @Test
  void theFilesOfAWithdrawnHeadAreSignedAgainAsTheNextVersion() throws IOException {
    RowKey forgotten = house.publish("{\"a\":2}\n").rowKey().orElseThrow();
    List<VersionEntry> before = log().entries();
    withdraw(2, false);
    StoredVersion third = house.publish("{\"a\":2}\n");
    assertThat(third.entry().seq()).isEqualTo(3);
    assertThat(third.entry().fileHash()).isEqualTo(before.getLast().fileHash());
    assertThat(third.entry().claim().prevSig()).isEqualTo(before.getLast().signature().hex());
    assertThat(third.manifest().orElseThrow().manifest().parent())
        .contains(before.getLast().manifestHash());
    assertThat(third.rowKey()).isPresent().isNotEqualTo(Optional.of(forgotten));
    assertThat(version(2).withdrawal()).isPresent();
    assertThat(version(3).withdrawal()).isEmpty();
    requireGrown(before, 3);
    // The new head is served, so a third time is no change.
    Path same = house.file("data.jsonl", "{\"a\":2}\n");
    assertThat(house.publish(House.ID, Card.EMPTY, same))
        .isInstanceOf(PublishVersion.Outcome.Unchanged.class);
    requireGrown(before, 3);
  }

  @Test
  void anotherFileAfterAWithdrawnHeadIsTheNextVersionToo() throws IOException {
    house.publish("{\"a\":2}\n");
    List<VersionEntry> before = log().entries();
    withdraw(2, true);
    assertThat(house.publish("{\"a\":3}\n").entry().seq()).isEqualTo(3);
    // What an older version has is no reason to sign nothing, and neither is a withdrawn one.
    assertThat(house.publish("{\"a\":1}\n").entry().seq()).isEqualTo(4);
    assertThat(house.publish("{\"a\":2}\n").entry().seq()).isEqualTo(5);
    requireGrown(before, 5);
  }

  /** A crash after signing v3: the record beside the key is ahead of the ledger by one. */
  @Test
  void aSecondSigningThatWasCutOffIsFinishedAndNotSignedAnew() throws IOException {
    house.publish("{\"a\":2}\n");
    List<VersionEntry> before = log().entries();
    withdraw(2, false);
    StoredVersion third = house.publish("{\"a\":2}\n");
    forget(3);
    assertThat(house.seqs(House.ID)).containsExactly(1L, 2L);
    Path same = house.file("data.jsonl", "{\"a\":2}\n");
    assertThat(house.publish(House.ID, Card.EMPTY, same))
        .isEqualTo(new PublishVersion.Outcome.Unchanged(3, house.keys.load(House.ID).address()));
    assertThat(version(3).entry()).isEqualTo(third.entry());
    requireGrown(before, 3);
  }

  /** What was signed stands as it was, what came is linked to it, and the record is the head's. */
  private void requireGrown(List<VersionEntry> before, int size) {
    assertThat(log().entries()).hasSize(size).startsWith(before.toArray(VersionEntry[]::new));
    log().requireValid(house.keys.load(House.ID).address());
    SignedIntent last = house.keys.last(House.ID).orElseThrow();
    assertThat(last.entry()).isEqualTo(log().head().orElseThrow());
  }

  private void forget(long seq) {
    house
        .ledger
        .db()
        .write(
            tx ->
                tx.update("delete from version_file where seq = ?", seq)
                    + tx.update("delete from version where seq = ?", seq));
  }

  private VersionLog log() {
    return house.ledger.db().read(tx -> new Datasets(tx).log(House.ID));
  }

  private Withdraw flow() {
    return new Withdraw(house.ledger, house.keys, InstantSource.fixed(House.NOW));
  }

  private Withdraw.Withdrawn withdraw(long seq, boolean erase) throws IOException {
    return flow().withdraw(new Withdraw.Request(House.ID, seq, "a name in row 1", erase));
  }

  private StoredVersion version(long seq) {
    return house.ledger.db().read(tx -> new Datasets(tx).version(House.ID, seq)).orElseThrow();
  }
}
