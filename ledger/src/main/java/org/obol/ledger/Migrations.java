package org.obol.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.obol.crypto.Sha256;

/**
 * The numbered scripts that make a schema, applied once each and in order. A script that was
 * applied must never change: its checksum is kept.
 *
 * @param folder resource folder of the scripts
 * @param scripts file names in order, numbered from 1; statements are separated by a line with
 *     {@code --;}
 */
public record Migrations(String folder, List<String> scripts) {

  /** The node's ledger. */
  public static final Migrations NODE =
      new Migrations(
          "migrations",
          List.of("V1__ledger.sql", "V2__sale.sql", "V3__inference.sql", "V4__open_payments.sql"));

  private record Applied(int number, String checksum) {}

  /** Copies the list. */
  public Migrations {
    scripts = List.copyOf(scripts);
  }

  void apply(Connection connection) throws SQLException {
    var tx = new Tx(connection);
    if (applied(tx).size() == scripts.size() && check(applied(tx))) {
      return;
    }
    // Another process may be doing the same: the lock is taken before looking again.
    SqliteDb.execute(connection, "begin immediate");
    try {
      SqliteDb.execute(
          connection,
          "create table if not exists schema_version (number integer primary key, script text not"
              + " null, checksum text not null, applied text not null)");
      List<Applied> done = applied(tx);
      check(done);
      for (int i = done.size(); i < scripts.size(); i++) {
        String sql = read(scripts.get(i));
        for (String statement : sql.split("(?m)^--;$")) {
          SqliteDb.execute(connection, statement);
        }
        tx.update(
            "insert into schema_version values (?, ?, ?, ?)",
            i + 1,
            scripts.get(i),
            Sha256.hash(sql).hex(),
            Instant.now().toString());
      }
      SqliteDb.execute(connection, "commit");
    } catch (SQLException | RuntimeException e) {
      SqliteDb.execute(connection, "rollback");
      throw e;
    }
  }

  private static List<Applied> applied(Tx tx) {
    boolean none =
        tx.list("select 1 from sqlite_master where name = 'schema_version'", row -> 1).isEmpty();
    return none
        ? List.of()
        : tx.list(
            "select number, checksum from schema_version order by number",
            row -> new Applied(row.getInt(1), row.getString(2)));
  }

  private boolean check(List<Applied> done) {
    if (done.size() > scripts.size()) {
      throw new LedgerException(
          "this database was written by a newer version of obol. Use that version");
    }
    for (Applied migration : done) {
      String script = scripts.get(migration.number() - 1);
      if (!Sha256.hash(read(script)).hex().equals(migration.checksum())) {
        throw new LedgerException(
            "the schema script " + script + " is not the one this database was made with");
      }
    }
    return true;
  }

  private String read(String script) {
    try (InputStream in = Migrations.class.getResourceAsStream(folder + "/" + script)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + folder + "/" + script);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
