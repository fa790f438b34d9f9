package org.obol.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Db} promises, on a table {@code counter (name, value >= 0)}. */
abstract class DbContractTest {

  static final Migrations SCHEMA = new Migrations("contract", List.of("V1__counter.sql"));

  private Db db;

  /** One more connection to the same database, as another process would have it. */
  abstract Db open();

  @BeforeEach
  final void openFirst() {
    db = open();
  }

  @AfterEach
  final void closeFirst() {
    db.close();
  }

  final Db db() {
    return db;
  }

  @Test
  void whatWasAnsweredIsThereAfterReopening() {
    assertThat(increment(db, "a")).isEqualTo(1);
    db.close();
    db = open();
    assertThat(value(db, "a")).isEqualTo(1);
  }

  @Test
  void everyOtherConnectionSeesWhatWasAnswered() {
    try (Db other = open()) {
      for (int i = 1; i <= 20; i++) {
        assertThat(increment(i % 2 == 0 ? db : other, "a")).isEqualTo(i);
        assertThat(value(i % 2 == 0 ? other : db, "a")).isEqualTo(i);
      }
    }
  }

  @Test
  void aPieceThatFailsIsUndoneAndHarmsNobodyInItsBatch() throws Exception {
    var entered = new CountDownLatch(1);
    var proceed = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // The first piece holds the writer until the others wait, so that they share a commit.
      Future<Long> first =
          threads.submit(
              () ->
                  db.write(
                      tx -> {
                        entered.countDown();
                        await(proceed);
                        return increment(tx, "first");
                      }));
      entered.await();
      List<Future<Long>> good = new ArrayList<>();
      List<Future<Long>> bad = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        good.add(threads.submit(() -> increment(db, "good")));
        bad.add(
            threads.submit(
                () ->
                    db.write(
                        tx -> {
                          increment(tx, "bad");
                          throw new IllegalStateException("on purpose");
                        })));
        bad.add(
            threads.submit(
                () -> db.write(tx -> (long) tx.update("insert into nowhere values (1)"))));
      }
      proceed.countDown();
      assertThat(first.get()).isEqualTo(1);
      for (Future<Long> one : good) {
        assertThat(one.get()).isPositive();
      }
      for (Future<Long> one : bad) {
        assertThatThrownBy(one::get)
            .cause()
            .isInstanceOfAny(IllegalStateException.class, LedgerException.class);
      }
    }
    assertThat(value(db, "good")).isEqualTo(20);
    assertThat(value(db, "bad")).isZero();
  }

  @Test
  void aBrokenConstraintUndoesThePiece() {
    increment(db, "a");
    assertThatThrownBy(
            () ->
                db.write(
                    tx -> {
                      increment(tx, "a");
                      return tx.update("update counter set value = -1");
                    }))
        .isInstanceOf(LedgerException.class);
    assertThat(value(db, "a")).isEqualTo(1);
  }

  @Test
  void aReadSeesOneMomentHoweverLongItTakes() {
    increment(db, "a");
    try (Db other = open()) {
      List<Long> seen =
          db.read(
              tx -> {
                long before = value(tx, "a");
                increment(other, "a");
                increment(db, "b");
                // A read inside the read is the same moment.
                return List.of(before, value(tx, "a"), value(db, "b"));
              });
      assertThat(seen).containsExactly(1L, 1L, 0L);
    }
    assertThat(value(db, "a")).isEqualTo(2);
    assertThat(value(db, "b")).isEqualTo(1);
  }

  @Test
  void manyReadsInsideReadsDoNotStarveEachOther() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new CountDownLatch(4);
      List<Future<Long>> reads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        reads.add(
            threads.submit(
                () ->
                    db.read(
                        tx -> {
                          all.countDown();
                          await(all);
                          return db.read(inner -> value(inner, "a"));
                        })));
      }
      for (Future<Long> read : reads) {
        assertThat(read.get(20, TimeUnit.SECONDS)).isZero();
      }
    }
  }

  @Test
  void aReadMayNotWrite() {
    assertThatThrownBy(() -> db.read(tx -> increment(tx, "a"))).isInstanceOf(LedgerException.class);
    assertThat(value(db, "a")).isZero();
  }

  @Test
  void aWriteInsideAWriteIsABugAndSaysSo() {
    assertThatThrownBy(() -> db.write(tx -> increment(db, "a")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a write inside a write");
    assertThat(increment(db, "a")).isEqualTo(1);
  }

  @Test
  void anErrorReachesTheCallerAndTheWriterLives() {
    assertThatThrownBy(
            () ->
                db.write(
                    tx -> {
                      throw new AssertionError("on purpose");
                    }))
        .isInstanceOf(AssertionError.class);
    assertThat(increment(db, "a")).isEqualTo(1);
  }

  @Test
  void theChangeCounterMovesWithEveryCommitOfAnybody() {
    try (Db other = open()) {
      long start = db.changeCounter();
      assertThat(db.changeCounter()).isEqualTo(start);
      increment(db, "a");
      long own = db.changeCounter();
      assertThat(own).isNotEqualTo(start);
      value(other, "a");
      assertThat(db.changeCounter()).isEqualTo(own);
      increment(other, "a");
      assertThat(db.changeCounter()).isNotEqualTo(own);
    }
  }

  @Test
  void twoProcessesAndTwoHundredThreadsLoseNothing() throws Exception {
    try (Db other = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Long>> work = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Db one = i % 2 == 0 ? db : other;
        work.add(
            () -> {
              increment(one, "shared");
              return increment(one, "shared");
            });
      }
      List<Long> answers = new ArrayList<>();
      for (Future<Long> one : threads.invokeAll(work)) {
        answers.add(one.get());
      }
      assertThat(answers).doesNotHaveDuplicates();
      assertThat(value(db, "shared")).isEqualTo(400);
      assertThat(value(other, "shared")).isEqualTo(400);
    }
  }

  @Test
  void waitsForAnotherProcessThatIsWriting() throws Exception {
    var entered = new CountDownLatch(1);
    var proceed = new CountDownLatch(1);
    try (Db other = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Long> slow =
          threads.submit(
              () ->
                  other.write(
                      tx -> {
                        entered.countDown();
                        await(proceed);
                        return increment(tx, "a");
                      }));
      entered.await();
      Future<Long> waiting = threads.submit(() -> increment(db, "a"));
      assertThat(value(db, "a")).isZero();
      assertThat(waiting.isDone()).isFalse();
      proceed.countDown();
      assertThat(slow.get()).isEqualTo(1);
      assertThat(waiting.get()).isEqualTo(2);
    }
  }

  @Test
  void afterClosingNothingIsWrittenAndWhatWaitedIsAnswered() throws Exception {
    var entered = new CountDownLatch(1);
    var proceed = new CountDownLatch(1);
    Db closing = open();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Long> last =
          threads.submit(
              () ->
                  closing.write(
                      tx -> {
                        entered.countDown();
                        await(proceed);
                        assertThat(Thread.currentThread().isInterrupted()).isFalse();
                        return increment(tx, "a");
                      }));
      entered.await();
      Future<?> close = threads.submit(closing::close);
      proceed.countDown();
      close.get();
      assertThat(last.get()).isEqualTo(1);
    }
    assertThatThrownBy(() -> increment(closing, "a"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("closed");
    assertThat(value(db, "a")).isEqualTo(1);
  }

  static long increment(Db db, String name) {
    return db.write(tx -> increment(tx, name));
  }

  static long value(Db db, String name) {
    return db.read(tx -> value(tx, name));
  }

  static long increment(Tx tx, String name) {
    tx.update(
        "insert into counter (name, value) values (?, 1) on conflict (name) do update set value ="
            + " counter.value + 1",
        name);
    return value(tx, name);
  }

  static long value(Tx tx, String name) {
    return tx.first("select value from counter where name = ?", row -> row.getLong(1), name)
        .orElse(0L);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody came");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
