package org.obol.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The one thread that writes a SQLite file. Whatever waits is run in one transaction, each piece
 * under its own savepoint, and made durable by one commit; only then is anybody answered.
 */
final class GroupCommit implements AutoCloseable {

  private static final int LARGEST_BATCH = 256;

  private record Request<T>(Db.Work<T> work, CompletableFuture<T> answer) {}

  private final Connection connection;
  private final LinkedBlockingQueue<Request<?>> waiting = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  GroupCommit(Connection connection, String name) throws SQLException {
    this.connection = connection;
    this.thread = Thread.ofPlatform().name(name).daemon().start(this::serve);
  }

  <T> T run(Db.Work<T> work) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("a write inside a write: use the transaction that is there");
    }
    var request = new Request<T>(work, new CompletableFuture<>());
    synchronized (this) {
      if (closed) {
        throw new LedgerException("the ledger is closed");
      }
      waiting.add(request);
    }
    try {
      return request.answer().get();
    } catch (ExecutionException e) {
      throw rethrown(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LedgerException(
          "interrupted while the ledger was writing; the change may have been made", e);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (!closed) {
        closed = true;
        // Not an interrupt: it would break off a file that a waiting piece is just writing.
        waiting.add(new Request<>(tx -> "", new CompletableFuture<>()));
      }
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    List<Request<?>> batch = new ArrayList<>();
    while (!closed || !waiting.isEmpty()) {
      try {
        batch.add(waiting.take());
      } catch (InterruptedException e) {
        // Nobody outside has this thread; a piece that interrupted it does not stop the others.
        continue;
      }
      waiting.drainTo(batch, LARGEST_BATCH - 1);
      commit(batch);
      batch.clear();
    }
  }

  private void commit(List<Request<?>> batch) {
    List<Runnable> answers = new ArrayList<>();
    try {
      SqliteDb.execute(connection, "begin immediate");
      for (Request<?> request : batch) {
        answers.add(attempt(request));
      }
      SqliteDb.execute(connection, "commit");
    } catch (SQLException | RuntimeException e) {
      rollback(e);
      LedgerException failure =
          new LedgerException(
              "the ledger could not be written, nothing was changed: " + e.getMessage(), e);
      batch.forEach(request -> request.answer().completeExceptionally(failure));
      return;
    }
    answers.forEach(Runnable::run);
  }

  /** Runs one piece under a savepoint; the answer is given after the commit. */
  private <T> Runnable attempt(Request<T> request) throws SQLException {
    SqliteDb.execute(connection, "savepoint piece");
    try {
      T value = request.work().in(new Tx(connection));
      SqliteDb.execute(connection, "release piece");
      return () -> request.answer().complete(value);
    } catch (RuntimeException | Error e) {
      SqliteDb.execute(connection, "rollback to piece");
      SqliteDb.execute(connection, "release piece");
      return () -> request.answer().completeExceptionally(e);
    }
  }

  private void rollback(Exception cause) {
    try {
      SqliteDb.execute(connection, "rollback");
    } catch (SQLException e) {
      // A failed commit may already have ended the transaction; the first failure is the one that
      // counts.
      cause.addSuppressed(e);
    }
  }

  private static RuntimeException rethrown(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException itself -> itself;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(e);
    };
  }
}
