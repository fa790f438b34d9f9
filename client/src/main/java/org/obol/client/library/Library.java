package org.obol.client.library;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.obol.client.BuyResult;
import org.obol.client.VerifiedVersion;
import org.obol.crypto.Address;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.ledger.Db;
import org.obol.ledger.Tx;

/** The versions that were bought with one {@code buyer.db}; several processes may use it. */
public final class Library {

  private final Db db;

  /** The versions in a database with the schema of {@code LedgerPins}, the caller's to close. */
  public Library(Db db) {
    this.db = db;
  }

  /** Remembers what was bought at {@code server}; durable when the call returns. */
  public void add(String server, BuyResult bought) {
    VerifiedVersion version = bought.source();
    db.write(
        tx -> {
          int added = addVersion(tx, server, version);
          for (BuyResult.BoughtFile file : bought.files()) {
            added += addFile(tx, version, file.sha256());
          }
          return added;
        });
  }

  /** The versions that a file with this hash is part of, the newest first. */
  public List<HeldVersion> holding(Sha256 fileHash) {
    return db.read(
        tx ->
            tx.list(
                "select v.server, v.dataset, v.owner, v.seq, v.log, v.manifest from held_file f"
                    + " join held_version v on v.owner = f.owner and v.dataset = f.dataset"
                    + " and v.seq = f.seq where f.sha256 = ? order by v.added desc, v.seq desc",
                Library::version,
                fileHash.hex()));
  }

  /** The log may have grown since; an owner who signed another one was refused before this. */
  private static int addVersion(Tx tx, String server, VerifiedVersion version) {
    return tx.update(
        "insert into held_version (owner, dataset, seq, server, log, manifest, added)"
            + " values (?, ?, ?, ?, ?, ?, (select coalesce(max(added), 0) + 1 from held_version))"
            + " on conflict (owner, dataset, seq) do update set server = excluded.server,"
            + " log = excluded.log, added = excluded.added,"
            + " manifest = excluded.manifest",
        version.pinned().owner().hex(),
        version.dataset().text(),
        version.entry().seq(),
        server,
        LogDocument.toJson(version.dataset().text(), version.pinned().log()).text(),
        version.manifest().map(m -> new String(m.bytes(), StandardCharsets.UTF_8)).orElse(""));
  }

  private static int addFile(Tx tx, VerifiedVersion version, Sha256 sha256) {
    return tx.update(
        "insert into held_file (sha256, owner, dataset, seq) values (?, ?, ?, ?)"
            + " on conflict do nothing",
        sha256.hex(),
        version.pinned().owner().hex(),
        version.dataset().text(),
        version.entry().seq());
  }

  private static HeldVersion version(ResultSet row) throws SQLException {
    return new HeldVersion(
        row.getString("server"),
        new DatasetId(row.getString("dataset")),
        new Address(row.getString("owner")),
        row.getLong("seq"),
        LogDocument.read(row.getString("log").getBytes(StandardCharsets.UTF_8)).log(),
        Optional.of(row.getString("manifest"))
            .filter(text -> !text.isEmpty())
            .map(text -> ManifestDocument.read(text.getBytes(StandardCharsets.UTF_8))));
  }
}
