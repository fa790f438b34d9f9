package org.obol.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.JsonException;
import org.obol.crypto.Sha256;
import org.obol.crypto.Signature;
import org.obol.dataset.DatasetId;
import org.obol.dataset.VerificationException;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.tree.Chunks;
import org.obol.dataset.tree.RowKey;
import org.obol.dataset.versionlog.EntryClaim;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.dataset.versionlog.VersionLog;
import org.obol.ledger.StoredVersion.StoredFile;
import org.obol.ledger.StoredVersion.Withdrawal;

/**
 * The datasets of a ledger and their versions: plain reads and writes inside a given transaction.
 */
public final class Datasets {

  private final Tx tx;

  /** The datasets as {@code tx} sees them. */
  public Datasets(Tx tx) {
    this.tx = tx;
  }

  /** All datasets by id. */
  public List<Dataset> all() {
    return tx.list("select * from dataset order by id", Datasets::dataset);
  }

  /** The dataset of that id. */
  public Optional<Dataset> find(DatasetId id) {
    return tx.first("select * from dataset where id = ?", Datasets::dataset, id.text());
  }

  /**
   * The dataset of that id.
   *
   * @throws LedgerException when there is none
   */
  public Dataset require(DatasetId id) {
    return find(id)
        .orElseThrow(
            () ->
                new LedgerException(
                    "there is no dataset \""
                        + id
                        + "\" here. Make it with: obol dataset from <file.jsonl> --name "
                        + id));
  }

  /**
   * Makes a dataset.
   *
   * @throws LedgerException when the owner's key already signs another dataset
   */
  public void create(Dataset dataset, Instant now) {
    requireUnused(dataset.owner(), dataset.id());
    tx.update(
        "insert into dataset (id, owner, group_id, membership, public_log, created) values (?, ?,"
            + " ?, ?, ?, ?)",
        dataset.id().text(),
        dataset.owner().hex(),
        dataset.groupId(),
        dataset.membership().label(),
        dataset.publicLog() ? 1 : 0,
        now.toEpochMilli());
  }

  /** Refuses an owner whose key signs another dataset than {@code id}. */
  void requireUnused(Address owner, DatasetId id) {
    tx.first(
            "select id from dataset where owner = ? and id <> ?",
            row -> row.getString(1),
            owner.hex(),
            id.text())
        .ifPresent(
            other -> {
              throw new LedgerException(
                  "the key of "
                      + owner
                      + " already signs dataset \""
                      + other
                      + "\"; one key signs one dataset's log. Use another key");
            });
  }

  /** Changes how one becomes a member, and who sees the log. */
  public void configure(DatasetId id, Dataset.Membership membership, boolean publicLog) {
    tx.update(
        "update dataset set membership = ?, public_log = ? where id = ?",
        membership.label(),
        publicLog ? 1 : 0,
        id.text());
  }

  /** The whole signed log. */
  public VersionLog log(DatasetId id) {
    return new VersionLog(
        tx.list(
            "select * from version where dataset = ? order by seq", Datasets::entry, id.text()));
  }

  /** Number of the newest version, 0 when there is none. */
  public long head(DatasetId id) {
    return tx.first(
            "select coalesce(max(seq), 0) from version where dataset = ?",
            row -> row.getLong(1),
            id.text())
        .orElse(0L);
  }

  /** One version with everything that belongs to it. */
  public Optional<StoredVersion> version(DatasetId id, long seq) {
    List<StoredFile> files =
        tx.list(
            "select * from version_file where dataset = ? and seq = ? order by position",
            Datasets::file,
            id.text(),
            seq);
    return tx.first(
        "select * from version where dataset = ? and seq = ?",
        row ->
            new StoredVersion(
                entry(row),
                manifest(row),
                Optional.ofNullable(row.getBytes("row_key")).map(RowKey::of),
                files,
                withdrawal(row)),
        id.text(),
        seq);
  }

  /** A version of a dataset, by its number. */
  public record VersionNumber(DatasetId dataset, long seq) {}

  /**
   * The versions that a file with this hash is part of: those that were not withdrawn first, and of
   * these the newest first.
   */
  public List<VersionNumber> holding(Sha256 fileHash) {
    return tx.list(
        "select v.dataset, v.seq from version_file f join version v on v.dataset = f.dataset and"
            + " v.seq = f.seq where f.sha256 = ? order by v.withdrawn is not null, v.timestamp"
            + " desc, v.seq desc",
        row -> new VersionNumber(new DatasetId(row.getString("dataset")), row.getLong("seq")),
        fileHash.hex());
  }

  /** Whether there is such a version and it was not withdrawn. */
  public boolean isLive(DatasetId id, long seq) {
    return tx.first(
            "select 1 from version where dataset = ? and seq = ? and withdrawn is null",
            row -> true,
            id.text(),
            seq)
        .orElse(false);
  }

  /** Appends a version; the primary key refuses a second one with the same number. */
  public void append(DatasetId id, StoredVersion version) {
    VersionEntry entry = version.entry();
    tx.update(
        "insert into version (dataset, seq, manifest_hash, file_hash, size, prev_sig, timestamp,"
            + " signature, manifest, row_key) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id.text(),
        entry.seq(),
        entry.manifestHash().hex(),
        entry.fileHash().hex(),
        entry.size(),
        entry.claim().prevSig(),
        entry.timestamp(),
        entry.signature().hex(),
        version.manifest().map(ManifestDocument::bytes),
        version.rowKey().map(RowKey::bytes));
    for (int i = 0; i < version.files().size(); i++) {
      StoredFile file = version.files().get(i);
      tx.update(
          "insert into version_file (dataset, seq, position, name, media_type, size, sha256,"
              + " chunk_leaves) values (?, ?, ?, ?, ?, ?, ?, ?)",
          id.text(),
          entry.seq(),
          i,
          file.name(),
          file.mediaType(),
          file.size(),
          file.sha256().hex(),
          file.chunks().bytes());
    }
  }

  /** Takes a version back and forgets the key of its rows; the log keeps the entry. */
  public void withdraw(DatasetId id, long seq, Withdrawal withdrawal) {
    int rows =
        tx.update(
            "update version set withdrawn = ?, withdrawn_reason = ?, row_key = null where dataset ="
                + " ? and seq = ?",
            withdrawal.when().toEpochMilli(),
            withdrawal.reason(),
            id.text(),
            seq);
    if (rows == 0) {
      throw new LedgerException("dataset \"" + id + "\" has no version " + seq);
    }
  }

  /** How many versions that are not withdrawn use the object, over all datasets. */
  public long liveUses(Sha256 sha256) {
    return tx.first(
            "select count(*) from version_file f join version v on v.dataset = f.dataset and v.seq"
                + " = f.seq where f.sha256 = ? and v.withdrawn is null",
            row -> row.getLong(1),
            sha256.hex())
        .orElse(0L);
  }

  private static Dataset dataset(ResultSet row) throws SQLException {
    return new Dataset(
        new DatasetId(row.getString("id")),
        new Address(row.getString("owner")),
        row.getString("group_id"),
        Dataset.Membership.valueOf(row.getString("membership").toUpperCase(java.util.Locale.ROOT)),
        row.getInt("public_log") != 0);
  }

  /** Fields that nothing signed can have are a fault of the log and not of the program. */
  private static VersionEntry entry(ResultSet row) throws SQLException {
    try {
      return signedEntry(row);
    } catch (IllegalArgumentException e) {
      throw malformed(row, e);
    }
  }

  private static VerificationException malformed(ResultSet row, RuntimeException why)
      throws SQLException {
    return new VerificationException(
        "malformed",
        "v" + row.getLong("seq") + " of " + row.getString("dataset") + ": " + why.getMessage());
  }

  private static Optional<ManifestDocument> manifest(ResultSet row) throws SQLException {
    try {
      return Optional.ofNullable(row.getBytes("manifest")).map(ManifestDocument::read);
    } catch (JsonException e) {
      throw malformed(row, e);
    }
  }

  private static VersionEntry signedEntry(ResultSet row) throws SQLException {
    var claim =
        new EntryClaim(
            row.getLong("seq"),
            new Sha256(row.getString("manifest_hash")),
            new Sha256(row.getString("file_hash")),
            row.getLong("size"),
            row.getString("prev_sig"));
    return new VersionEntry(
        claim, row.getString("timestamp"), new Signature(row.getString("signature")));
  }

  private static StoredFile file(ResultSet row) throws SQLException {
    try {
      return new StoredFile(
          row.getString("name"),
          row.getString("media_type"),
          row.getLong("size"),
          new Sha256(row.getString("sha256")),
          Chunks.of(row.getBytes("chunk_leaves")));
    } catch (IllegalArgumentException e) {
      throw malformed(row, e);
    }
  }

  private static Optional<Withdrawal> withdrawal(ResultSet row) throws SQLException {
    long when = row.getLong("withdrawn");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(
            new Withdrawal(Instant.ofEpochMilli(when), row.getString("withdrawn_reason")));
  }
}
