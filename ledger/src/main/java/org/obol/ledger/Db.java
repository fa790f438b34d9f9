package org.obol.ledger;

import java.nio.file.Path;

/**
 * A database: work goes in, and is durable when {@link #write} returns. SQLite implements it for
 * one machine; the SQL that is used stays within what PostgreSQL understands too.
 */
public interface Db extends AutoCloseable {

  /** What is done in one transaction. */
  @FunctionalInterface
  interface Work<T> {
    /** Does the work with {@code tx}, which must not be kept. */
    T in(Tx tx);
  }

  /**
   * Runs {@code work} in a serialised read-write transaction. Its changes are on the disk when this
   * returns, and undone when it throws.
   *
   * @throws LedgerException when the database cannot be written (full, read-only, locked too long)
   */
  <T> T write(Work<T> work);

  /**
   * Runs {@code work} on a consistent snapshot that it must not change; a read inside a read sees
   * the same snapshot.
   */
  <T> T read(Work<T> work);

  /** A number that differs from the last one whenever anybody, any process, has committed. */
  long changeCounter();

  /**
   * Writes a consistent copy of the whole database to {@code file}, which must be absent or empty.
   *
   * @param meanwhile runs when the copy is complete and before anybody, in any process, can commit
   *     again
   */
  void copy(Path file, Runnable meanwhile);

  @Override
  void close();
}
