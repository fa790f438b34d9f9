package org.obol.discovery.indexer;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.obol.crypto.Bytes32;
import org.obol.crypto.ObolException;
import org.obol.discovery.registry.AgentId;
import org.obol.ledger.Db;
import org.obol.ledger.LedgerException;
import org.obol.ledger.Migrations;
import org.obol.ledger.SqliteDb;
import org.obol.ledger.Tx;

/**
 * The chain as far as the index has taken it in. Each write is one transaction that leaves a state
 * which a fresh index has, too, when it has come to the same block. Thread-safe; one process
 * appends.
 */
final class IndexStore {

  /** The schema of {@code index.db}. */
  static final Migrations SCHEMA =
      new Migrations("/org/obol/discovery/indexer", List.of("V1__index.sql"));

  /** How many of the newest blocks are all kept, so that a short reorganization costs little. */
  static final long TAIL = 64;

  private final Db db;
  private final IndexConfig config;
  private final AgentTable agents;

  /**
   * The index in {@code db}.
   *
   * @throws ObolException (usage) when it is the index of another registry or another beginning
   */
  IndexStore(Db db, IndexConfig config) {
    this.db = db;
    this.config = config;
    this.agents = new AgentTable(config.registry());
    db.write(this::claim);
  }

  /** Opens {@code index.db}, made if need be. */
  static Db open(Path file) {
    return SqliteDb.open(file, SCHEMA);
  }

  private Tx claim(Tx tx) {
    String registry = config.registry().toString();
    Optional<String> other =
        tx.first(
            "select registry, first_block from subject",
            row -> row.getString(1) + " from block " + row.getLong(2));
    String wanted = registry + " from block " + config.firstBlock();
    if (other.isEmpty()) {
      tx.update(
          "insert into subject (registry, first_block) values (?, ?)",
          registry,
          config.firstBlock());
    } else if (!other.get().equals(wanted)) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "this is the index of "
              + other.get()
              + ", not of "
              + wanted
              + ": name another file with --db");
    }
    return tx;
  }

  /** The rows of agents. */
  AgentTable agents() {
    return agents;
  }

  /** The last block that was taken in. */
  Optional<IndexedBlock> tip() {
    return highest(Long.MAX_VALUE);
  }

  /** The last block that was taken in and kept, of those up to {@code number}. */
  Optional<IndexedBlock> highest(long number) {
    return db.read(
        tx ->
            tx.first(
                "select number, hash, time from block where number <= ?"
                    + " order by number desc limit 1",
                IndexStore::block,
                number));
  }

  /** All blocks that are kept, from block {@code from} up to {@code to}, ascending. */
  List<IndexedBlock> blocks(long from, long to) {
    return db.read(
        tx ->
            tx.list(
                "select number, hash, time from block where number >= ? and number <= ?"
                    + " order by number",
                IndexStore::block,
                from,
                to));
  }

  /**
   * Takes a piece of the chain in.
   *
   * @param tip the block it follows; nothing when it is the first
   * @throws LedgerException when another process has written meanwhile
   */
  void append(OptionalLong tip, ChainSlice slice) {
    db.write(
        tx -> {
          OptionalLong actual =
              tx.first("select max(number) from block", IndexStore::number).orElseThrow();
          if (!actual.equals(tip)) {
            throw new LedgerException("another process writes this index: stop one of them");
          }
          write(tx, slice);
          tx.update("delete from block where events = 0 and number <= ?", slice.end() - TAIL);
          return slice;
        });
  }

  private void write(Tx tx, ChainSlice slice) {
    List<IndexedEvent> events =
        slice.events().stream().filter(at -> AgentTable.keeps(at.event())).toList();
    Set<Long> withEvents = new HashSet<>();
    events.forEach(at -> withEvents.add(at.block()));
    for (IndexedBlock block : slice.blocks()) {
      tx.update(
          "insert into block (number, hash, time, events) values (?, ?, ?, ?)",
          block.number(),
          block.hash().hex(),
          block.time(),
          withEvents.contains(block.number()) ? 1 : 0);
    }
    events.forEach(at -> AgentTable.insert(tx, at));
    events.stream().map(at -> at.event().agent()).distinct().forEach(id -> agents.rebuild(tx, id));
  }

  /**
   * Forgets everything after a block.
   *
   * @param number the last block that stays; -1 when none does
   */
  void rewind(long number) {
    db.write(
        tx -> {
          List<AgentId> affected =
              tx.list(
                  "select distinct agent from event where block > ?",
                  row -> AgentId.parse(row.getString(1)),
                  number);
          tx.update("delete from event where block > ?", number);
          tx.update("delete from block where number > ?", number);
          affected.forEach(id -> agents.rebuild(tx, id));
          return number;
        });
  }

  private static IndexedBlock block(ResultSet row) throws SQLException {
    return new IndexedBlock(row.getLong(1), new Bytes32(row.getString(2)), row.getLong(3));
  }

  private static OptionalLong number(ResultSet row) throws SQLException {
    long number = row.getLong(1);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
  }
}
