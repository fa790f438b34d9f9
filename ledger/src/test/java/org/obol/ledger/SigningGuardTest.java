package org.obol.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.dataset.versionlog.VersionLog;

/** One key never signs two entries with one number (invariant 11). */
final class SigningGuardTest {

  @TempDir private Path folder;
  private House house;
  private Path older;

  @BeforeEach
  void open() throws IOException {
    house = new House(folder.resolve("home"));
    older = folder.resolve("older");
    house.publish("{\"a\":1}\n");
    house.ledger.close();
    BackupTest.copyTree(house.home.root(), older);
    house.reopen();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aLedgerOneBehindGetsExactlyTheEntryThatWasSigned() throws IOException {
    StoredVersion second = house.publish("{\"a\":2}\n");
    putBackTheOldLedger();
    assertThat(house.seqs(House.ID)).containsExactly(1L);
    StoredVersion third = house.publish("{\"a\":3}\n");
    assertThat(log().entry(2)).contains(second.entry());
    assertThat(third.entry().seq()).isEqualTo(3);
    StoredVersion stored =
        house.ledger.db().read(tx -> new Datasets(tx).version(House.ID, 2)).orElseThrow();
    assertThat(stored.rowKey()).isEqualTo(second.rowKey());
    assertThat(stored.manifest().orElseThrow().bytes())
        .isEqualTo(second.manifest().orElseThrow().bytes());
    assertThat(stored.files().getFirst().chunks().bytes())
        .isEqualTo(second.files().getFirst().chunks().bytes());
    assertThat(house.ledger.objects().open(second.entry().fileHash())).hasContent("{\"a\":2}\n");
    log().requireValid(house.keys.load(House.ID).address());
  }

  @Test
  void theSameFilesAgainAreThenUnchanged() throws IOException {
    house.publish("{\"a\":2}\n");
    putBackTheOldLedger();
    Path same = house.file("data.jsonl", "{\"a\":2}\n");
    assertThat(house.publish(House.ID, org.obol.dataset.manifest.Card.EMPTY, same))
        .isEqualTo(new PublishVersion.Outcome.Unchanged(2, house.keys.load(House.ID).address()));
    assertThat(house.publisher().verifiedLog(House.ID).entries()).hasSize(2);
  }

  @Test
  void servingBringsTheLedgerForwardToo() throws IOException {
    StoredVersion second = house.publish("{\"a\":2}\n");
    putBackTheOldLedger();
    assertThat(house.publisher().verifiedLog(House.ID).head()).contains(second.entry());
    assertThat(house.seqs(House.ID)).containsExactly(1L, 2L);
  }

  @Test
  void withoutItsObjectTheEntryIsNotPutBack() throws IOException {
    StoredVersion second = house.publish("{\"a\":2}\n");
    putBackTheOldLedger();
    Files.delete(house.ledger.objects().path(second.entry().fileHash()));
    assertThatThrownBy(() -> house.publish("{\"a\":3}\n"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(second.entry().fileHash().hex());
    assertThat(house.seqs(House.ID)).containsExactly(1L);
    house.publish(new org.obol.dataset.DatasetId("other"), "{\"a\":2}\n");
    house.publish("{\"a\":3}\n");
    assertThat(house.seqs(House.ID)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aLedgerTwoBehindIsRefused() throws IOException {
    house.publish("{\"a\":2}\n");
    StoredVersion third = house.publish("{\"a\":3}\n");
    putBackTheOldLedger();
    assertThatThrownBy(() -> house.publish("{\"a\":4}\n"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("v3")
        .hasMessageContaining(third.entry().claim().digest().hex())
        .hasMessageContaining("fork");
    assertThat(house.seqs(House.ID)).containsExactly(1L);
    assertThat(house.keys.last(House.ID).orElseThrow().digest())
        .isEqualTo(third.entry().claim().digest());
  }

  @Test
  void anotherBranchAtTheSameNumberIsRefused() throws IOException {
    StoredVersion here = house.publish("{\"a\":2}\n");
    house.ledger.close();
    try (var second = new House(older)) {
      second.publish("{\"b\":2}\n");
    }
    Files.copy(older.resolve("node.db"), house.home.nodeDb(), StandardCopyOption.REPLACE_EXISTING);
    house.reopen();
    assertThatThrownBy(() -> house.publish("{\"a\":3}\n"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("is not the one this key has signed last");
    assertThatThrownBy(() -> house.publisher().verifiedLog(House.ID))
        .isInstanceOf(LedgerException.class);
    assertThat(house.keys.last(House.ID).orElseThrow().digest())
        .isEqualTo(here.entry().claim().digest());
  }

  @Test
  void aRecordThatCannotBeReadStopsSigning() throws IOException {
    Path last = house.keys.lastFile(House.ID);
    String good = Files.readString(last);
    for (String bad :
        List.of(
            "",
            "{\"seq\":1}",
            good.replaceFirst("\"rowKey\":\"..", "\"rowKey\":\"zz"),
            good.replaceFirst("\"manifest\":", "\"manifests\":"))) {
      Files.writeString(last, bad);
      assertThatThrownBy(() -> house.publish("{\"a\":2}\n"))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("talks.last");
    }
    assertThat(house.seqs(House.ID)).containsExactly(1L);
  }

  @Test
  void aRecordWhoseManifestWasChangedIsNotPutBack() throws IOException {
    house.publish("{\"a\":2}\n");
    putBackTheOldLedger();
    Path last = house.keys.lastFile(House.ID);
    String text = Files.readString(last);
    Files.writeString(last, text.replace("\"card\":{}", "\"card\":{\"title\":\"another\"}"));
    assertThat(Files.readString(last)).isNotEqualTo(text);
    assertThatThrownBy(() -> house.publish("{\"a\":3}\n"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("its manifest is not the one of its entry");
  }

  @Test
  void twoProcessesThatPublishAtOnceMakeOneLine() throws Exception {
    List<Callable<StoredVersion>> work = new ArrayList<>();
    try (var second = new House(house.home.root());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 12; i++) {
        House one = i % 2 == 0 ? house : second;
        Path file = house.file("data" + i + ".jsonl", "{\"n\":" + i + "}\n");
        work.add(
            () ->
                House.appended(one.publish(House.ID, org.obol.dataset.manifest.Card.EMPTY, file)));
      }
      List<VersionEntry> answered = new ArrayList<>();
      for (Future<StoredVersion> one : threads.invokeAll(work)) {
        answered.add(one.get().entry());
      }
      assertThat(answered).extracting(VersionEntry::seq).doesNotHaveDuplicates().hasSize(12);
      VersionLog log = log();
      log.requireValid(house.keys.load(House.ID).address());
      assertThat(log.entries()).hasSize(13).containsAll(answered);
      assertThat(house.keys.last(House.ID).orElseThrow().entry())
          .isEqualTo(log.entries().getLast());
    }
  }

  private void putBackTheOldLedger() throws IOException {
    house.ledger.close();
    Files.copy(older.resolve("node.db"), house.home.nodeDb(), StandardCopyOption.REPLACE_EXISTING);
    house.reopen();
  }

  private VersionLog log() {
    return house.ledger.db().read(tx -> new Datasets(tx).log(House.ID));
  }
}
