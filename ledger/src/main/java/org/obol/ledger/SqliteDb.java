package org.obol.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * SQLite in WAL mode with synchronous=FULL: one writer thread that commits waiting work together,
 * and a few reading connections. Several processes may have the same file open.
 */
public final class SqliteDb implements Db {

  private static final int READERS = 4;
  private static final int BUSY_TIMEOUT_MS = 20_000;

  private final Path file;
  private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);
  private final List<Connection> all = new ArrayList<>();
  private final Connection watcher;
  private final GroupCommit writer;
  private final ScopedValue<Tx> reading = ScopedValue.newInstance();

  private SqliteDb(Path file, Migrations migrations) throws SQLException {
    this.file = file;
    try {
      Connection writing = connect();
      migrations.apply(writing);
      watcher = connect();
      for (int i = 0; i < READERS; i++) {
        Connection reader = connect();
        execute(reader, "pragma query_only=on");
        readers.add(reader);
      }
      writer = new GroupCommit(writing, "ledger-writer " + file.getFileName());
    } catch (SQLException | RuntimeException e) {
      closeConnections();
      throw e;
    }
  }

  /**
   * Opens the file, made with mode 0600 if need be, and brings it to the newest schema.
   *
   * @throws LedgerException when it cannot be opened, or was written by a newer program
   */
  public static SqliteDb open(Path file, Migrations migrations) {
    try {
      createPrivate(file);
      return new SqliteDb(file, migrations);
    } catch (SQLException | IOException e) {
      throw new LedgerException("cannot open the database " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public <T> T write(Work<T> work) {
    return writer.run(work);
  }

  @Override
  public <T> T read(Work<T> work) {
    if (reading.isBound()) {
      // With a connection of its own for each level, as many threads as there are readers could
      // each hold one and wait for ever for the second.
      return work.in(reading.get());
    }
    Connection reader = take();
    try {
      execute(reader, "begin deferred");
      try {
        var tx = new Tx(reader);
        return ScopedValue.where(reading, tx).call(() -> work.in(tx));
      } finally {
        execute(reader, "rollback");
      }
    } catch (SQLException e) {
      throw Tx.failure(e);
    } finally {
      readers.add(reader);
    }
  }

  @Override
  public void copy(Path target, Runnable meanwhile) {
    try {
      createPrivate(target);
      try (Connection locking = open();
          Connection copying = open();
          PreparedStatement vacuum = copying.prepareStatement("vacuum into ?")) {
        execute(locking, "begin immediate");
        vacuum.setString(1, target.toString());
        vacuum.execute();
        meanwhile.run();
        execute(locking, "rollback");
      }
    } catch (SQLException | IOException e) {
      throw new LedgerException("cannot copy the database " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized long changeCounter() {
    return new Tx(watcher).first("pragma data_version", row -> row.getLong(1)).orElseThrow();
  }

  @Override
  public void close() {
    writer.close();
    closeConnections();
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    Connection connection = open();
    synchronized (all) {
      all.add(connection);
    }
    execute(connection, "pragma journal_mode=wal");
    execute(connection, "pragma synchronous=full");
    execute(connection, "pragma foreign_keys=on");
    // What is deleted (row keys, tokens) is overwritten with zeros.
    execute(connection, "pragma secure_delete=on");
    return connection;
  }

  private Connection open() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    execute(connection, "pragma busy_timeout=" + BUSY_TIMEOUT_MS);
    return connection;
  }

  private Connection take() {
    try {
      return readers.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LedgerException("interrupted while waiting for the ledger", e);
    }
  }

  private void closeConnections() {
    synchronized (all) {
      for (Connection connection : all) {
        try {
          connection.close();
        } catch (SQLException e) {
          System.getLogger(SqliteDb.class.getName())
              .log(System.Logger.Level.WARNING, "closing " + file + " failed", e);
        }
      }
      all.clear();
    }
  }

  /** SQLite gives its WAL and shared-memory files the mode of the database file. */
  private static void createPrivate(Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } catch (java.nio.file.FileAlreadyExistsException another) {
        // Another process made it at the same moment, with the same mode.
        return;
      }
    }
  }
}
