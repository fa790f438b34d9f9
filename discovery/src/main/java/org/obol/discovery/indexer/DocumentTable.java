package org.obol.discovery.indexer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.obol.discovery.registry.AgentId;
import org.obol.discovery.registry.AgentUri;
import org.obol.ledger.Db;
import org.obol.ledger.Tx;

/** Registration files that have to be fetched, and what came of it. */
final class DocumentTable {

  /**
   * A file that is to be fetched now.
   *
   * @param source the agent's URI
   * @param site what shares one turn
   * @param tag the ETag of what is there
   * @param attempts failures since the last success
   */
  record Due(
      String source, String site, Optional<String> tag, int attempts, AgentDocument document) {}

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
                  "insert into document (source, site, content, tag, error, attempts, due)"
                      + " values (?, ?, null, null, null, 0, 0)",
                  source,
                  site(source));
              return AgentDocument.NONE;
            });
  }

  /**
   * The files whose time has come: the first of each site, then the second of each, so that nobody
   * with many waits before anybody with one.
   *
   * @param ofASite most files of one site
   */
  List<Due> due(long now, int ofASite, int most) {
    return db.read(
        tx ->
            tx.list(
                "select source, site, tag, attempts, content, error from (select document.*,"
                    + " row_number() over (partition by site order by due, source) as turn"
                    + " from document where due <= ?) as waiting where turn <= ?"
                    + " order by turn, due, source limit ?",
                row ->
                    new Due(
                        row.getString(1),
                        row.getString(2),
                        Optional.ofNullable(row.getString(3)),
                        row.getInt(4),
                        document(row, 5)),
                now,
                ofASite,
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

  /** The last two labels of the host's name: anybody has as many names below these as wanted. */
  private static String site(String source) {
    return switch (AgentUri.parse(source)) {
      case AgentUri.Web web -> {
        String host = web.uri().getHost().toLowerCase(Locale.ROOT);
        String[] labels = host.split("\\.");
        boolean named = labels.length > 2 && !Character.isDigit(host.charAt(host.length() - 1));
        yield named ? labels[labels.length - 2] + "." + labels[labels.length - 1] : host;
      }
      // All by way of one gateway.
      case AgentUri.Ipfs ipfs -> "ipfs";
      case AgentUri.Inline inline -> "inline";
    };
  }
}
