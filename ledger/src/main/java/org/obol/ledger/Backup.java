package org.obol.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.obol.crypto.Sha256;
import org.obol.ledger.BackupIndex.Member;
import org.obol.ledger.ObjectStore.Recorded;

/**
 * Everything an owner would need on another machine in one file, 0600 since the keys are in it: an
 * uncompressed zip of the ledger, the keys with what each has last signed, the configuration and
 * the objects. The node may go on running meanwhile.
 */
public final class Backup {

  private static final String LAST = ".last";

  private final ObolHome home;
  private final Ledger ledger;
  private final InstantSource clock;

  /** Backs up {@code home}, whose ledger is {@code ledger}. */
  public Backup(ObolHome home, Ledger ledger, InstantSource clock) {
    this.home = home;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * What was written.
   *
   * @param bytes size of the file
   * @param objects how many objects are in it
   * @param leftOut objects that are missing or damaged and are therefore not in it
   */
  public record Written(Path file, long bytes, int objects, List<Sha256> leftOut) {

    /** Copies the list. */
    public Written {
      leftOut = List.copyOf(leftOut);
    }
  }

  /** One member before it is written: its bytes are small, or lie in a file that stays as it is. */
  private sealed interface Source {
    InputStream open() throws IOException;

    record InMemory(byte[] bytes) implements Source {
      @Override
      public InputStream open() {
        return new java.io.ByteArrayInputStream(bytes);
      }
    }

    record OnDisk(Path file) implements Source {
      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(file);
      }
    }
  }

  /** A size and two hashes of one source. */
  private record Measured(long size, Sha256 sha256, long crc) {}

  /**
   * Writes the backup to {@code file}, which is replaced as a whole or not at all.
   *
   * @param withObjects without them it is small, and the original files are needed after restoring
   * @param progress is told how many bytes each step had
   * @throws LedgerException when there is neither a key nor a dataset: most likely the wrong folder
   */
  public Written write(Path file, boolean withObjects, LongConsumer progress) throws IOException {
    if (keyPaths(".key").isEmpty() && ledger.db().read(tx -> new Datasets(tx).all()).isEmpty()) {
      throw new LedgerException(
          "there is nothing to back up in " + home.root() + ": no key and no dataset");
    }
    Path target = file.toAbsolutePath();
    Path folder = Optional.ofNullable(target.getParent()).orElseThrow();
    Path temporary = Files.createTempFile(folder, ".backup-", ".part");
    Path database = Files.createTempFile(folder, ".backup-", ".db");
    try {
      Map<String, byte[]> lasts = new TreeMap<>();
      // Read under the lock of the copy: a .last that is behind the copied ledger would let a
      // second entry of one number be signed after restoring, one far ahead would stop signing.
      ledger.db().copy(database, () -> lasts.putAll(keyFiles(LAST)));
      List<Sha256> leftOut = new ArrayList<>();
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        OutputStream out =
            new java.io.BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        var zip = new ZipOutputStream(out);
        zip.setMethod(ZipOutputStream.STORED);
        List<Member> members = new ArrayList<>();
        members.add(put(zip, BackupIndex.DATABASE, new Source.OnDisk(database)));
        for (var key : keyFiles(".key").entrySet()) {
          members.add(put(zip, key.getKey(), new Source.InMemory(key.getValue())));
        }
        for (var last : lasts.entrySet()) {
          members.add(put(zip, last.getKey(), new Source.InMemory(last.getValue())));
        }
        for (Path numbering : keyPaths(".numbering")) {
          String name = BackupIndex.KEYS + numbering.getFileName();
          members.add(put(zip, name, new Source.OnDisk(numbering)));
        }
        Path configuration = home.root().resolve(BackupIndex.CONFIGURATION);
        if (Files.isRegularFile(configuration)) {
          byte[] bytes = Files.readAllBytes(configuration);
          members.add(put(zip, BackupIndex.CONFIGURATION, new Source.InMemory(bytes)));
        }
        int others = members.size();
        if (withObjects) {
          members.addAll(objects(zip, leftOut, progress));
        }
        var index = new BackupIndex(clock.instant().toString(), members);
        var source = new Source.InMemory(index.toBytes());
        store(zip, BackupIndex.NAME, source, measure(source));
        zip.finish();
        out.flush();
        channel.force(true);
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        ObjectStore.syncFolder(folder);
        return new Written(target, channel.size(), members.size() - others, leftOut);
      }
    } finally {
      Files.deleteIfExists(temporary);
      Files.deleteIfExists(database);
    }
  }

  private Map<String, byte[]> keyFiles(String suffix) {
    Map<String, byte[]> found = new TreeMap<>();
    try {
      for (Path file : keyPaths(suffix)) {
        found.put(BackupIndex.KEYS + file.getFileName(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new LedgerException(
          "cannot read the keys in " + home.keys() + ": " + e.getMessage(), e);
    }
    return found;
  }

  private List<Path> keyPaths(String suffix) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(home.keys(), "*" + suffix)) {
      files.forEach(found::add);
    }
    found.sort(null);
    return found;
  }

  private List<Member> objects(ZipOutputStream zip, List<Sha256> leftOut, LongConsumer progress)
      throws IOException {
    List<Member> members = new ArrayList<>();
    for (Recorded object : ledger.objects().all()) {
      var source = new Source.OnDisk(ledger.objects().path(object.sha256()));
      Optional<Measured> measured = intact(object, source);
      if (measured.isEmpty()) {
        leftOut.add(object.sha256());
        continue;
      }
      members.add(put(zip, BackupIndex.OBJECTS + object.sha256().hex(), source, measured.get()));
      progress.accept(object.size());
    }
    return members;
  }

  private static Optional<Measured> intact(Recorded object, Source source) throws IOException {
    try {
      return Optional.of(measure(source)).filter(m -> m.sha256().equals(object.sha256()));
    } catch (java.nio.file.NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Member put(ZipOutputStream zip, String name, Source source) throws IOException {
    return put(zip, name, source, measure(source));
  }

  private static Member put(ZipOutputStream zip, String name, Source source, Measured measured)
      throws IOException {
    store(zip, name, source, measured);
    return new Member(name, measured.size(), measured.sha256());
  }

  private static void store(ZipOutputStream zip, String name, Source source, Measured measured)
      throws IOException {
    var entry = new ZipEntry(name);
    entry.setSize(measured.size());
    entry.setCrc(measured.crc());
    zip.putNextEntry(entry);
    try (InputStream in = source.open()) {
      in.transferTo(zip);
    }
    zip.closeEntry();
  }

  /** What an uncompressed member needs to be known of it before it is written. */
  private static Measured measure(Source source) throws IOException {
    MessageDigest sha256 = Sha256.digest();
    var crc = new CRC32();
    long size = 0;
    byte[] slice = new byte[1 << 18];
    try (InputStream in = source.open()) {
      for (int length = in.read(slice); length >= 0; length = in.read(slice)) {
        sha256.update(slice, 0, length);
        crc.update(slice, 0, length);
        size += length;
      }
    }
    return new Measured(size, Sha256.of(sha256.digest()), crc.getValue());
  }
}
