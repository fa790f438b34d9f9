package org.obol.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteDbTest extends DbContractTest {

  @TempDir private Path folder;

  @Override
  Db open() {
    return SqliteDb.open(folder.resolve("x.db"), SCHEMA);
  }

  @Test
  void everyFileOfItIsTheOwnersAlone() throws IOException {
    increment(db(), "a");
    try (var files = Files.list(folder)) {
      assertThat(files.toList())
          .hasSizeGreaterThan(1)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void isDurableAtEveryCommit() {
    // The writer's own connection; 2 is FULL.
    assertThat(pragma("synchronous")).isEqualTo("2");
    assertThat(pragma("journal_mode")).isEqualTo("wal");
    assertThat(pragma("secure_delete")).isEqualTo("1");
  }

  @Test
  void aNewerSchemaIsRefused() {
    db().close();
    SqliteDb.open(
            folder.resolve("x.db"),
            new Migrations("contract", List.of("V1__counter.sql", "V2__note.sql")))
        .close();
    assertThatThrownBy(this::open)
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("newer version");
  }

  @Test
  void aSchemaGrowsWithoutLosingAnything() {
    increment(db(), "a");
    try (Db grown =
        SqliteDb.open(
            folder.resolve("x.db"),
            new Migrations("contract", List.of("V1__counter.sql", "V2__note.sql")))) {
      assertThat(value(grown, "a")).isEqualTo(1);
      List<Integer> rows = grown.read(tx -> tx.list("select note from counter", row -> 1));
      assertThat(rows).hasSize(1);
    }
  }

  @Test
  void aChangedScriptIsRefused() {
    assertThatThrownBy(
            () ->
                SqliteDb.open(
                    folder.resolve("x.db"),
                    new Migrations("contract-changed", List.of("V1__counter.sql"))))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("V1__counter.sql");
  }

  @Test
  void manyMayOpenAFreshFileAtOnce() throws Exception {
    Path fresh = folder.resolve("fresh.db");
    List<Callable<Long>> work = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      work.add(
          () -> {
            try (Db one = SqliteDb.open(fresh, SCHEMA)) {
              return increment(one, "a");
            }
          });
    }
    List<Long> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Long> one : threads.invokeAll(work)) {
        answers.add(one.get());
      }
    }
    assertThat(answers).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  @Test
  void whatIsNoDatabaseIsRefusedByName() throws IOException {
    Path file = Files.writeString(folder.resolve("text.db"), "no database at all".repeat(100));
    assertThatThrownBy(() -> SqliteDb.open(file, SCHEMA))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("text.db");
    assertThatThrownBy(() -> SqliteDb.open(folder.resolve("no/such/folder.db"), SCHEMA))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("folder.db");
  }

  @Test
  void aCopyHasEverythingAndHoldsOffWritersUntilItIsDone() {
    increment(db(), "a");
    Path copy = folder.resolve("copy.db");
    try (Db other = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> waiting = new ArrayList<>();
      db().copy(
              copy,
              () -> {
                waiting.add(threads.submit(() -> increment(db(), "a")));
                waiting.add(threads.submit(() -> increment(other, "a")));
                assertThat(value(other, "a")).isEqualTo(1);
              });
      assertThat(waiting).extracting(Future::get).containsExactlyInAnyOrder(2L, 3L);
    }
    try (Db copied = SqliteDb.open(copy, SCHEMA)) {
      assertThat(value(copied, "a")).isEqualTo(1);
    }
    assertThatThrownBy(() -> db().copy(copy, () -> {})).isInstanceOf(LedgerException.class);
  }

  private String pragma(String name) {
    return db().write(tx -> tx.first("pragma " + name, row -> row.getString(1))).orElseThrow();
  }
}
