package org.obol.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.obol.crypto.Sha256;
import org.obol.dataset.tree.FileDigest;
import org.obol.dataset.tree.FileHasher;
import org.obol.dataset.tree.RowKey;

/**
 * Files by their SHA-256, immutable and read-only: editing or swapping the owner's original changes
 * nothing that was signed. An object whose size, inode or time is not what was recorded is refused
 * when opened; {@link Scrub} re-reads all of them in the background.
 */
public final class ObjectStore {

  private static final String ALGORITHM = "sha256";

  private final Path root;
  private final Db db;

  /** The store in folder {@code root}, with its records in {@code db}. */
  public ObjectStore(Path root, Db db) {
    this.root = root;
    this.db = db;
  }

  /** One recorded object. */
  public record Recorded(
      Sha256 sha256, long size, String stamp, Instant scrubbed, Optional<String> damaged) {}

  /**
   * Copies {@code source} in, hashing it on the way; the copy is on the disk when this returns.
   *
   * @param progress is told how many bytes each step had
   */
  public FileDigest ingest(Path source, Optional<RowKey> rowKey, LongConsumer progress)
      throws IOException {
    Path incoming = Files.createDirectories(root.resolve("incoming"));
    Path temporary = Files.createTempFile(incoming, "", ".part");
    try {
      FileDigest digest;
      try (InputStream in = Files.newInputStream(source);
          FileChannel file = FileChannel.open(temporary, StandardOpenOption.WRITE);
          OutputStream out = java.nio.channels.Channels.newOutputStream(file)) {
        digest = FileHasher.copy(in, out, rowKey, progress);
        file.force(true);
      }
      place(temporary, digest);
      return digest;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Where the object lies, whether or not it is there. */
  public Path path(Sha256 sha256) {
    return folder(sha256).resolve(sha256.hex().substring(2));
  }

  /**
   * The file of an object that may be served: there, undamaged and untouched since it was recorded.
   *
   * @throws DamagedObjectException when it must not be served
   */
  public Path open(Sha256 sha256) {
    Recorded recorded =
        db.read(tx -> find(tx, sha256))
            .orElseThrow(() -> new DamagedObjectException(sha256, "is not in the store"));
    recorded
        .damaged()
        .ifPresent(
            why -> {
              throw new DamagedObjectException(sha256, why);
            });
    Path file = path(sha256);
    try {
      if (!stamp(file).equals(recorded.stamp())) {
        throw new DamagedObjectException(sha256, "was changed on disk since it was stored");
      }
    } catch (IOException e) {
      throw new DamagedObjectException(sha256, "cannot be read: " + e.getMessage());
    }
    return file;
  }

  /** Every recorded object, the one that was checked longest ago first. */
  public List<Recorded> all() {
    return db.read(
        tx -> tx.list("select * from object order by scrubbed, sha256", ObjectStore::recorded));
  }

  /** Notes that the object was re-read and is right, or why it is not. */
  public void scrubbed(Sha256 sha256, Instant when, Optional<String> damage) {
    db.write(
        tx ->
            tx.update(
                "update object set scrubbed = ?, damaged = ? where sha256 = ?",
                when.toEpochMilli(),
                damage,
                sha256.hex()));
  }

  /** Forgets the object and deletes its bytes. */
  public void delete(Sha256 sha256) throws IOException {
    db.write(tx -> tx.update("delete from object where sha256 = ?", sha256.hex()));
    Files.deleteIfExists(path(sha256));
  }

  /** Records a file that already lies at its place, after reading it whole. */
  public void adopt(Sha256 sha256) throws IOException {
    Path file = path(sha256);
    FileDigest digest;
    try (InputStream in = Files.newInputStream(file)) {
      digest = FileHasher.hash(in, Optional.empty());
    }
    if (!digest.sha256().equals(sha256)) {
      throw new DamagedObjectException(sha256, "has the hash " + digest.sha256());
    }
    record(sha256, digest.size(), stamp(file));
  }

  private Path folder(Sha256 sha256) {
    return root.resolve(ALGORITHM).resolve(sha256.hex().substring(0, 2));
  }

  private void place(Path temporary, FileDigest digest) throws IOException {
    Path file = path(digest.sha256());
    Path folder = folder(digest.sha256());
    Files.createDirectories(folder);
    if (isIntact(digest.sha256())) {
      return;
    }
    readOnly(temporary);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncFolder(folder);
    syncFolder(root.resolve(ALGORITHM));
    record(digest.sha256(), digest.size(), stamp(file));
  }

  private boolean isIntact(Sha256 sha256) {
    try {
      open(sha256);
      return true;
    } catch (DamagedObjectException e) {
      // Absent or damaged: the fresh copy takes its place.
      return false;
    }
  }

  private void record(Sha256 sha256, long size, String stamp) {
    db.write(
        tx ->
            tx.update(
                "insert into object (sha256, size, stamp, scrubbed, damaged) values (?, ?, ?, ?,"
                    + " null) on conflict (sha256) do update set size = excluded.size, stamp ="
                    + " excluded.stamp, scrubbed = excluded.scrubbed, damaged = null",
                sha256.hex(),
                size,
                stamp,
                Instant.now().toEpochMilli()));
  }

  private static Optional<Recorded> find(Tx tx, Sha256 sha256) {
    return tx.first("select * from object where sha256 = ?", ObjectStore::recorded, sha256.hex());
  }

  private static Recorded recorded(java.sql.ResultSet row) throws java.sql.SQLException {
    return new Recorded(
        new Sha256(row.getString("sha256")),
        row.getLong("size"),
        row.getString("stamp"),
        Instant.ofEpochMilli(row.getLong("scrubbed")),
        Optional.ofNullable(row.getString("damaged")));
  }

  /** What must stay the same while an object is only read. */
  private static String stamp(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new NoSuchFileException(file.toString());
    }
    return attributes.size()
        + ":"
        + attributes.fileKey()
        + ":"
        + attributes.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS);
  }

  private static void readOnly(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    }
  }

  private static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
