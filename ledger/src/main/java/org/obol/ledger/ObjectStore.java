package org.obol.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
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
  private static final Duration ABANDONED = Duration.ofHours(1);

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
    try (InputStream in = Files.newInputStream(source)) {
      return copyIn(in, rowKey, digest -> true, progress);
    }
  }

  /**
   * Copies {@code in} to its end in if its hash turns out to be {@code expected}; nothing is kept
   * otherwise.
   *
   * @param progress is told how many bytes each step had
   * @return what was read, whether or not it was kept
   */
  public FileDigest ingestIf(Sha256 expected, InputStream in, LongConsumer progress)
      throws IOException {
    return copyIn(in, Optional.empty(), digest -> digest.sha256().equals(expected), progress);
  }

  private FileDigest copyIn(
      InputStream in, Optional<RowKey> rowKey, Predicate<FileDigest> wanted, LongConsumer progress)
      throws IOException {
    Path incoming = Files.createDirectories(root.resolve("incoming"));
    discardAbandoned(incoming);
    Path temporary = Files.createTempFile(incoming, "", ".part");
    try {
      FileDigest digest;
      try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.WRITE);
          OutputStream out = java.nio.channels.Channels.newOutputStream(file)) {
        digest = FileHasher.copy(in, out, rowKey, progress);
        file.force(true);
      }
      if (wanted.test(digest)) {
        place(temporary, digest);
      }
      return digest;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Takes away what killed processes left; whoever is at work on one writes to it all the time. */
  private static void discardAbandoned(Path incoming) throws IOException {
    FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(incoming, "*.part")) {
      for (Path part : parts) {
        try {
          if (Files.getLastModifiedTime(part).compareTo(limit) < 0) {
            Files.deleteIfExists(part);
          }
        } catch (NoSuchFileException e) {
          // Its writer has just put it in its place.
        }
      }
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
    return db.read(tx -> open(tx, sha256));
  }

  /** As {@link #open(Sha256)}, as {@code tx} sees the records. */
  Path open(Tx tx, Sha256 sha256) {
    Recorded recorded =
        find(tx, sha256)
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

  /**
   * As {@link #scrubbed(Sha256, Instant, Optional)}, unless the object was put back since {@code
   * checked} was read.
   */
  void scrubbed(Recorded checked, Instant when, Optional<String> damage) {
    db.write(
        tx ->
            tx.update(
                "update object set scrubbed = ?, damaged = ? where sha256 = ? and stamp = ?",
                when.toEpochMilli(),
                damage,
                checked.sha256().hex(),
                checked.stamp()));
  }

  /**
   * Notes that the bytes were re-read and are right while the file had {@code stamp}, unless the
   * object was put back since {@code checked} was read.
   */
  void sound(Recorded checked, String stamp, Instant when) {
    db.write(
        tx ->
            tx.update(
                "update object set scrubbed = ?, damaged = null, stamp = ? where sha256 = ? and"
                    + " stamp = ?",
                when.toEpochMilli(),
                stamp,
                checked.sha256().hex(),
                checked.stamp()));
  }

  /** Forgets the object and deletes its bytes. */
  public void delete(Sha256 sha256) throws IOException {
    inOneWrite(
        tx -> {
          delete(tx, sha256);
          return true;
        });
  }

  /** As {@link #delete(Sha256)}, in a transaction that has nothing else to undo. */
  void delete(Tx tx, Sha256 sha256) throws IOException {
    tx.update("delete from object where sha256 = ?", sha256.hex());
    // Still under the lock, so that the bytes are not those of somebody who puts them back.
    Files.deleteIfExists(path(sha256));
  }

  /** Records a file that already lies at its place, after reading it whole. */
  public void adopt(Sha256 sha256) throws IOException {
    String before = stamp(path(sha256));
    FileDigest digest = read(sha256);
    inOneWrite(tx -> record(tx, sha256, digest.size(), before));
  }

  /**
   * The digest of the bytes that lie at the object's place, whether recorded or not; they are
   * recorded if {@code tx} does not know them.
   *
   * @throws DamagedObjectException when they are not the object's
   */
  FileDigest adoptIfUnknown(Tx tx, Sha256 sha256) throws IOException {
    if (find(tx, sha256).isPresent()) {
      open(tx, sha256);
    }
    String before = stamp(path(sha256));
    FileDigest digest = read(sha256);
    record(tx, sha256, digest.size(), before);
    return digest;
  }

  /** What must stay the same while the object is only read. */
  String stamp(Sha256 sha256) throws IOException {
    return stamp(path(sha256));
  }

  private FileDigest read(Sha256 sha256) throws IOException {
    try (InputStream in = Files.newInputStream(path(sha256))) {
      FileDigest digest = FileHasher.hash(in, Optional.empty());
      if (!digest.sha256().equals(sha256)) {
        throw new DamagedObjectException(sha256, "has the hash " + digest.sha256());
      }
      return digest;
    }
  }

  private Path folder(Sha256 sha256) {
    return root.resolve(ALGORITHM).resolve(sha256.hex().substring(0, 2));
  }

  private void place(Path temporary, FileDigest digest) throws IOException {
    Path file = path(digest.sha256());
    Path folder = folder(digest.sha256());
    Files.createDirectories(folder);
    readOnly(temporary);
    // Move and record under one lock: two that bring the same bytes at once would otherwise record
    // the inode of the one and keep the file of the other.
    inOneWrite(
        tx -> {
          if (isIntact(tx, digest.sha256())) {
            return 0;
          }
          Files.move(
              temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
          for (Path changed : List.of(folder, root.resolve(ALGORITHM), root)) {
            syncFolder(changed);
          }
          return record(tx, digest.sha256(), digest.size(), stamp(file));
        });
  }

  private boolean isIntact(Tx tx, Sha256 sha256) {
    try {
      open(tx, sha256);
      return true;
    } catch (DamagedObjectException e) {
      // Absent or damaged: the fresh copy takes its place.
      return false;
    }
  }

  /** Work on database and files at once. */
  private interface FileWork<T> {
    T in(Tx tx) throws IOException;
  }

  private <T> T inOneWrite(FileWork<T> work) throws IOException {
    try {
      return db.write(
          tx -> {
            try {
              return work.in(tx);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static int record(Tx tx, Sha256 sha256, long size, String stamp) {
    return tx.update(
        "insert into object (sha256, size, stamp, scrubbed, damaged) values (?, ?, ?, ?,"
            + " null) on conflict (sha256) do update set size = excluded.size, stamp ="
            + " excluded.stamp, scrubbed = excluded.scrubbed, damaged = null",
        sha256.hex(),
        size,
        stamp,
        Instant.now().toEpochMilli());
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
    // Not fileKey(): it has the number of the device in it, which may be another after a restart.
    Object inode =
        file.getFileSystem().supportedFileAttributeViews().contains("unix")
            ? Files.getAttribute(file, "unix:ino")
            : "";
    return attributes.size()
        + ":"
        + inode
        + ":"
        + attributes.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS);
  }

  private static void readOnly(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    }
  }

  static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
