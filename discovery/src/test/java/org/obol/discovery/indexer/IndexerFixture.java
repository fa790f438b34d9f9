package org.obol.discovery.indexer;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.obol.crypto.Json;
import org.obol.discovery.registry.RegistryId;
import org.obol.evm.EvmClient;
import org.obol.ledger.Db;

/** Indexes that are compared, and databases that crash. */
final class IndexerFixture {

  private static final List<String> TABLES =
      List.of("subject", "block", "event", "agent", "agent_protocol", "document");

  private IndexerFixture() {}

  static IndexConfig config(RegistryId registry) {
    return IndexConfig.of(registry);
  }

  /** Every row of every table, in an order of its own. */
  static String dump(Db db) {
    var out = new StringBuilder();
    for (String table : TABLES) {
      out.append(table).append('\n');
      db
          .read(
              tx ->
                  tx.list(
                      "select * from " + table,
                      row -> {
                        var line = new StringBuilder();
                        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                          line.append(Json.of(String.valueOf(row.getString(i))).text()).append(' ');
                        }
                        return line.toString();
                      }))
          .stream()
          .sorted()
          .forEach(line -> out.append(line).append('\n'));
    }
    return out.toString();
  }

  /** What a fresh index of the same chain has. */
  static String fresh(EvmClient client, IndexConfig config, Path file) {
    try (Db db = Indexer.open(file)) {
      new Indexer(client, db, config).catchUp();
      return dump(db);
    }
  }

  static long count(Db db, String table) {
    return db.read(tx -> tx.first("select count(*) from " + table, row -> row.getLong(1)))
        .orElseThrow();
  }

  /** A crash, which nothing catches. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** A database whose process dies at a write: before it, or when it is on the disk. */
  static final class Mortal implements Db {

    private final Db db;
    private final boolean afterwards;
    private final AtomicInteger left;

    Mortal(Db db, int writes, boolean afterwards) {
      this.db = db;
      this.afterwards = afterwards;
      this.left = new AtomicInteger(writes);
    }

    @Override
    public <T> T write(Work<T> work) {
      boolean last = left.getAndDecrement() == 0;
      if (last && !afterwards) {
        throw new Crash();
      }
      T value = db.write(work);
      if (last) {
        throw new Crash();
      }
      return value;
    }

    @Override
    public <T> T read(Work<T> work) {
      return db.read(work);
    }

    @Override
    public long changeCounter() {
      return db.changeCounter();
    }

    @Override
    public void copy(Path file, Runnable meanwhile) {
      db.copy(file, meanwhile);
    }

    @Override
    public void close() {
      db.close();
    }
  }
}
