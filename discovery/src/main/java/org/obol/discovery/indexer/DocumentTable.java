package org.obol.discovery.indexer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.obol.discovery.registry.AgentId;
import org.obol.ledger.Db;
import org.obol.ledger.Tx;

/** Registration files that have to be fetched, and what came of it. */
final class DocumentTable {

  /**
   * A file that is to be fetched now.
   *
   * @param source the agent's URI
   * @param tag the ETag of what is there
   * @param attempts failures since the last success
   */
  record Due(String source, Optional<String> tag, int attempts, AgentDocument document) {}

  private final Db db;
  private final AgentTable agents;

  DocumentTable(Db db, AgentTable agents) {
    this.db = db;
    this.agents = agents;
  }

  /** What is known of the file at {@code source}, which will be fetched if it never was. */
  static AgentDocument expect(Tx tx, String source) {
    return tx.first(
            "select content, error from document where source = ?", row -> document(row, 1), source)
        .orElseGet(
            () -> {
              tx.update(
                  "insert into document (source, content, tag, error, attempts, due)"
                      + " values (?, null, null, null, 0, 0)",
                  source);
              return AgentDocument.NONE;
            });
  }

  /** The files whose time has come, the longest due first. */
  List<Due> due(long now, int most) {
    return db.read(
        tx ->
            tx.list(
                "select source, tag, attempts, content, error from document where due <= ?"
                    + " order by due, source limit ?",
                row ->
                    new Due(
                        row.getString(1),
                        Optional.ofNullable(row.getString(2)),
                        row.getInt(3),
                        document(row, 4)),
                now,
                most));
  }

  /**
   * Notes what came of fetching; the rows of the agents that point there are computed anew when it
   * changes them.
   *
   * @param was what was known when it was fetched
   * @param due when to fetch again, Unix seconds
   */
  void fetched(Due was, AgentDocument document, Optional<String> tag, int attempts, long due) {
    db.write(
        tx -> {
          // No row: a reorganization or a new URI took the last agent away meanwhile.
          tx.update(
              "update document set content = ?, error = ?, tag = ?, attempts = ?, due = ?"
                  + " where source = ?",
              document.content(),
              document.error(),
              tag,
              attempts,
              due,
              was.source());
          if (!document.equals(was.document())) {
            tx.list(
                    "select id from agent where source = ?",
                    row -> AgentId.parse(row.getString(1)),
                    was.source())
                .forEach(id -> agents.rebuild(tx, id));
          }
          return document;
        });
  }

  private static AgentDocument document(ResultSet row, int column) throws SQLException {
    return new AgentDocument(
        Optional.ofNullable(row.getString(column)), Optional.ofNullable(row.getString(column + 1)));
  }
}
