package org.obol.ledger;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lincheck makes random scenarios, runs them on many threads, and looks for an order of the
 * operations that explains what each answered. Its model checker cannot see into SQLite, so that
 * this is its stress mode.
 */
final class DbLincheckTest {

  @TempDir private static Path folder;
  private static Db first;
  private static Db second;

  @BeforeAll
  static void open() {
    first = SqliteDb.open(folder.resolve("x.db"), DbContractTest.SCHEMA);
    second = SqliteDb.open(folder.resolve("x.db"), DbContractTest.SCHEMA);
  }

  @AfterAll
  static void close() {
    first.close();
    second.close();
  }

  @Test
  void writesAndReadsOfTwoProcessesAreLinearizable() {
    new StressOptions()
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1)
        .iterations(Boolean.getBoolean("obol.long") ? 50 : 4)
        .invocationsPerIteration(100)
        .sequentialSpecification(Sequential.class)
        .check(Counter.class);
  }

  /** What Lincheck drives: one row, written and read through two connections. */
  public static final class Counter {

    private static final AtomicLong INSTANCES = new AtomicLong();

    private final String name = "counter " + INSTANCES.incrementAndGet();

    /** Adds one in this process. */
    @Operation
    public long increment() {
      return DbContractTest.increment(first, name);
    }

    /** Adds one in the other process. */
    @Operation
    public long incrementElsewhere() {
      return DbContractTest.increment(second, name);
    }

    /** Reads in this process. */
    @Operation
    public long read() {
      return DbContractTest.value(first, name);
    }

    /** Reads in the other process. */
    @Operation
    public long readElsewhere() {
      return DbContractTest.value(second, name);
    }
  }

  /** What it must look like. */
  public static final class Sequential {

    private long value;

    /** Adds one. */
    public long increment() {
      return ++value;
    }

    /** Adds one. */
    public long incrementElsewhere() {
      return increment();
    }

    /** Reads. */
    public long read() {
      return value;
    }

    /** Reads. */
    public long readElsewhere() {
      return value;
    }
  }
}
