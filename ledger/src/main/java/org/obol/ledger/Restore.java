package org.obol.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.obol.crypto.DurableFile;
import org.obol.crypto.JsonException;
import org.obol.crypto.Sha256;
import org.obol.dataset.VerificationException;
import org.obol.dataset.tree.FileHasher;
import org.obol.ledger.BackupIndex.Member;
import org.obol.ledger.ObjectStore.Recorded;

/**
 * From a {@link Backup} to a home that works: verify every member, then put back keys, ledger and
 * objects. What stood there is set aside and never destroyed, and what a key has last signed is
 * never lowered (invariant 11).
 */
public final class Restore {

  private static final String ASIDE = ".before-restore-";
  private static final int SQLITE_BUSY = 5;

  private final ObolHome home;

  /** Restores into {@code home}. */
  public Restore(ObolHome home) {
    this.home = home;
  }

  /**
   * What was put back.
   *
   * @param objects how many objects the backup brought
   * @param missing objects that the ledger names and that are neither in the backup nor here
   * @param notes one sentence for each thing the owner should know
   */
  public record Restored(String created, int objects, List<Sha256> missing, List<String> notes) {

    /** Copies the lists. */
    public Restored {
      missing = List.copyOf(missing);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Restores the backup in {@code file}.
   *
   * @param force restore over a ledger and keys that are there
   * @param progress is told how many bytes of objects each step had
   * @throws VerificationException {@code backup_damaged} when a member is not what the index says
   * @throws LedgerException when the home is in use, or holds something and {@code force} is not
   *     given; nothing was changed then
   */
  public Restored run(Path file, boolean force, LongConsumer progress) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      BackupIndex index = verified(zip);
      requireRoom(force);
      requireReadable(zip, index);
      List<String> notes = new ArrayList<>();
      for (Member member : index.members()) {
        if (member.isLast()) {
          raiseLast(member, bytes(zip, member), notes);
        } else if (member.isNumbering()) {
          putNumbering(zip, member, notes);
        } else if (!member.isObject() && !member.name().equals(BackupIndex.DATABASE)) {
          put(member.name(), bytes(zip, member), notes);
        }
      }
      putDatabase(zip, notes);
      try (Ledger ledger = Ledger.open(home)) {
        // Buyers may have seen a later one: the next is signed anew, with a serial by the clock.
        ledger.db().write(tx -> new Sales(tx).forgetSellerRecords());
        int objects = putObjects(zip, index, ledger.objects(), progress);
        return new Restored(
            index.created(), objects, adoptTheRest(index, ledger.objects(), notes), notes);
      }
    } catch (ZipException | JsonException e) {
      throw damaged(file + " is not a backup of obol: " + e.getMessage());
    }
  }

  private static BackupIndex verified(ZipFile zip) throws IOException {
    BackupIndex index = BackupIndex.read(read(zip, BackupIndex.NAME, BackupIndex.MAX_BYTES));
    Set<String> listed = new HashSet<>(Set.of(BackupIndex.NAME));
    for (Member member : index.members()) {
      listed.add(member.name());
      try (InputStream in = open(zip, member.name())) {
        var found = FileHasher.hash(in, Optional.empty());
        boolean right = found.sha256().equals(member.sha256()) && found.size() == member.size();
        if (!right || (member.isObject() && !member.name().endsWith(found.sha256().hex()))) {
          throw damaged(member.name() + " in the backup is damaged. Use another backup");
        }
      }
    }
    if (!listed.contains(BackupIndex.DATABASE)) {
      throw damaged("the backup has no " + BackupIndex.DATABASE);
    }
    zip.stream()
        .map(entry -> entry.getName())
        .filter(name -> !listed.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw damaged("the backup has a member that its index does not list: " + name);
            });
    if (zip.size() != listed.size()) {
      throw damaged("the backup has a member twice");
    }
    return index;
  }

  private void requireRoom(boolean force) throws IOException {
    Path database = home.nodeDb();
    boolean taken = Files.exists(database);
    try (DirectoryStream<Path> keys = Files.newDirectoryStream(home.keys(), "*.{key,last}")) {
      taken |= keys.iterator().hasNext();
    }
    if (taken && !force) {
      throw new LedgerException(
          home.root()
              + " already has a ledger or keys. Restore into an empty folder, or over them with"
              + " --force (they are set aside)");
    }
    if (Files.exists(database)) {
      requireUnused(database);
    }
  }

  /** Leaving WAL mode needs the file for oneself, and leaves no WAL beside it. */
  private static void requireUnused(Path database) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
      SqliteDb.execute(connection, "pragma busy_timeout=1000");
      SqliteDb.execute(connection, "pragma journal_mode=delete");
    } catch (SQLException e) {
      if ((e.getErrorCode() & 0xff) == SQLITE_BUSY) {
        throw new LedgerException(database + " is in use. Stop the node first", e);
      }
      // A damaged ledger is a good reason to restore: it is set aside as it is.
    }
  }

  /** Opens a copy, so that a ledger that this program cannot use changes nothing. */
  private void requireReadable(ZipFile zip, BackupIndex index) throws IOException {
    Path trial = Files.createTempDirectory(home.root(), ".restore");
    Path database = trial.resolve(BackupIndex.DATABASE);
    try {
      try (InputStream in = open(zip, BackupIndex.DATABASE)) {
        Files.copy(in, database);
      }
      try (var db = SqliteDb.open(database, Migrations.NODE)) {
        db.read(tx -> new Datasets(tx).all());
      }
      for (Member member : index.members()) {
        if (member.isLast()) {
          SignedIntent.read(bytes(zip, member));
          if (Files.exists(home.root().resolve(member.name()))) {
            read(home.root().resolve(member.name()));
          }
        }
      }
    } finally {
      deleteAll(trial);
    }
  }

  /** Never lowers what the key is known to have signed. */
  private void raiseLast(Member member, byte[] content, List<String> notes) {
    Path file = home.root().resolve(member.name());
    if (!Files.exists(file)) {
      DurableFile.write(file, content, DurableFile.OWNER_ONLY);
      return;
    }
    long here = read(file).seq();
    long there = SignedIntent.read(content).seq();
    if (there > here) {
      DurableFile.write(file, content, DurableFile.OWNER_ONLY);
    } else if (!Arrays.equals(bytes(file), content)) {
      notes.add(
          member.name()
              + " says v"
              + here
              + " was signed, the backup v"
              + there
              + "; the one that is here was kept, so that no number is signed twice. If the"
              + " restored ledger does not reach it, publishing is refused");
    }
  }

  private void put(String name, byte[] content, List<String> notes) throws IOException {
    Path file = home.root().resolve(name);
    if (Files.exists(file)) {
      if (Arrays.equals(bytes(file), content)) {
        return;
      }
      setAside(file, notes);
    }
    DurableFile.write(file, content, DurableFile.OWNER_ONLY);
  }

  /** Not through memory: it may be large. */
  private void putNumbering(ZipFile zip, Member member, List<String> notes) throws IOException {
    Path file = home.keys().resolve(member.name().substring(BackupIndex.KEYS.length()));
    Path temporary = Files.createTempFile(home.keys(), ".restore", ".new");
    try {
      try (InputStream in = open(zip, member.name());
          // Not Files.copy, which makes a new file that everybody can read.
          OutputStream out = Files.newOutputStream(temporary)) {
        in.transferTo(out);
      }
      ObjectStore.sync(temporary);
      if (Files.exists(file)) {
        if (Files.mismatch(file, temporary) < 0) {
          return;
        }
        setAside(file, notes);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      ObjectStore.syncFolder(home.keys());
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private void putDatabase(ZipFile zip, List<String> notes) throws IOException {
    Path database = home.nodeDb();
    Path temporary = Files.createTempFile(home.root(), ".restore", ".db");
    try {
      try (InputStream in = open(zip, BackupIndex.DATABASE);
          // Not Files.copy, which makes a new file that everybody can read.
          OutputStream out = Files.newOutputStream(temporary)) {
        in.transferTo(out);
      }
      ObjectStore.sync(temporary);
      if (Files.exists(database)) {
        setAside(database, notes);
      }
      for (String log : List.of("-wal", "-shm")) {
        Path beside = home.root().resolve(database.getFileName() + log);
        if (Files.exists(beside)) {
          setAside(beside, notes);
        }
      }
      Files.move(temporary, database, StandardCopyOption.ATOMIC_MOVE);
      ObjectStore.syncFolder(home.root());
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static int putObjects(
      ZipFile zip, BackupIndex index, ObjectStore objects, LongConsumer progress)
      throws IOException {
    int count = 0;
    for (Member member : index.members()) {
      if (member.isObject()) {
        try (InputStream in = open(zip, member.name())) {
          objects.ingestIf(member.sha256(), in, progress);
        }
        count++;
      }
    }
    return count;
  }

  /** Stamps what lies here already, and names what is nowhere. */
  private static List<Sha256> adoptTheRest(
      BackupIndex index, ObjectStore objects, List<String> notes) throws IOException {
    Set<String> brought = new HashSet<>();
    index.members().stream().map(Member::name).forEach(brought::add);
    List<Sha256> missing = new ArrayList<>();
    for (Recorded object : objects.all()) {
      if (brought.contains(BackupIndex.OBJECTS + object.sha256().hex())) {
        continue;
      }
      if (!Files.exists(objects.path(object.sha256()))) {
        missing.add(object.sha256());
        continue;
      }
      try {
        objects.adopt(object.sha256());
      } catch (DamagedObjectException e) {
        notes.add(e.getMessage());
        missing.add(object.sha256());
      }
    }
    return missing;
  }

  private static void setAside(Path file, List<String> notes) throws IOException {
    int number = 1;
    while (Files.exists(aside(file, number))) {
      number++;
    }
    Files.move(file, aside(file, number));
    notes.add("what was " + file + " is now " + aside(file, number));
  }

  private static Path aside(Path file, int number) {
    return file.resolveSibling(file.getFileName() + ASIDE + number);
  }

  private static InputStream open(ZipFile zip, String name) throws IOException {
    var entry = zip.getEntry(name);
    if (entry == null) {
      throw damaged("the backup has no " + name);
    }
    return zip.getInputStream(entry);
  }

  private static byte[] bytes(ZipFile zip, Member member) throws IOException {
    return read(zip, member.name(), BackupIndex.MAX_BYTES);
  }

  private static byte[] read(ZipFile zip, String name, long max) throws IOException {
    try (InputStream in = open(zip, name)) {
      byte[] bytes = in.readNBytes((int) max + 1);
      if (bytes.length > max) {
        throw damaged(name + " in the backup is larger than " + max + " bytes");
      }
      return bytes;
    }
  }

  private static SignedIntent read(Path file) {
    try {
      return SignedIntent.read(bytes(file));
    } catch (JsonException e) {
      throw new LedgerException(
          file + " cannot be read: " + e.getMessage() + ". Look at it, then move it away", e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new LedgerException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static VerificationException damaged(String message) {
    return new VerificationException("backup_damaged", message);
  }
}
