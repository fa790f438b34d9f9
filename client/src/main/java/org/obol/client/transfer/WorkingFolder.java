package org.obol.client.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;

/**
 * The folder {@code <out>.obol-part} in which one purchase works, locked against a second process.
 * File names in it carry the version's manifest hash, so another version's bytes are never
 * continued.
 */
public final class WorkingFolder implements AutoCloseable {

  private static final String SUFFIX = ".obol-part";
  private static final String LOCK = "lock";

  private final Path folder;
  private final FileChannel lock;

  private WorkingFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Locks the working folder of {@code out}, which is made when needed.
   *
   * @throws ObolException when another process works in it
   */
  public static WorkingFolder lock(Path out) throws IOException {
    Path folder = out.resolveSibling(out.getFileName() + SUFFIX);
    while (true) {
      refuseLink(folder);
      Files.createDirectories(folder);
      try {
        FileChannel channel =
            FileChannel.open(
                folder.resolve(LOCK),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        if (holds(channel, folder)) {
          return new WorkingFolder(folder, channel);
        }
        channel.close();
      } catch (NoSuchFileException e) {
        Thread.onSpinWait(); // The other process removed the folder in this very moment: again.
      }
    }
  }

  /** Where the file {@code index} of the version {@code manifestHash} is worked on. */
  public Partial partial(Sha256 manifestHash, int index) {
    String name = manifestHash.hex().substring(0, 32) + "-" + index;
    return new Partial(folder.resolve(name + ".data"), folder.resolve(name + ".journal"));
  }

  /** What other versions, or nobody we know, left here. */
  public List<Path> strangers(Sha256 manifestHash) throws IOException {
    String ours = manifestHash.hex().substring(0, 32) + "-";
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> !f.getFileName().toString().startsWith(ours))
          .filter(f -> !f.getFileName().toString().equals(LOCK))
          .toList();
    }
  }

  /** Gives a verified file, whose bytes are durable, its final name. */
  public void finish(Partial partial, Path out) throws IOException {
    moveDurably(partial.data(), out);
    partial.delete();
  }

  /** Keeps the bytes of a contradiction beside {@code out}, with the papers that prove it. */
  public void keepEvidence(Partial partial, Path out, byte[] manifest, byte[] log)
      throws IOException {
    String name = out.getFileName() + ".contradiction";
    Files.write(out.resolveSibling(name + ".manifest.json"), manifest);
    Files.write(out.resolveSibling(name + ".log.json"), log);
    moveDurably(partial.data(), out.resolveSibling(name));
    partial.delete();
  }

  /** Refuses when the disk cannot take {@code bytes} more. */
  public void requireSpace(long bytes) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < bytes) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          "the disk of "
              + folder.toAbsolutePath().getParent()
              + " has "
              + free
              + " bytes free, "
              + bytes
              + " more are needed");
    }
  }

  /** Removes the folder when nothing is left in it, and lets others in. */
  @Override
  public void close() throws IOException {
    boolean empty;
    try (Stream<Path> files = Files.list(folder)) {
      empty = files.allMatch(f -> f.getFileName().toString().equals(LOCK));
    }
    if (empty) {
      Files.deleteIfExists(folder.resolve(LOCK));
      Files.deleteIfExists(folder);
    }
    lock.close();
  }

  /** Whether the lock was got, and on the file that still has the name. */
  private static boolean holds(FileChannel channel, Path folder) throws IOException {
    try {
      if (channel.tryLock() == null) {
        throw inUse(channel, folder);
      }
    } catch (OverlappingFileLockException e) {
      throw inUse(channel, folder);
    }
    byte[] mark = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    channel.truncate(0);
    ByteBuffer bytes = ByteBuffer.wrap(mark);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    return Arrays.equals(mark, Files.readAllBytes(folder.resolve(LOCK)));
  }

  private static ObolException inUse(FileChannel channel, Path folder) throws IOException {
    channel.close();
    return new ObolException(
        ObolException.Exit.FAILED,
        "another obol is fetching into " + folder + " right now: wait for it, or stop it first");
  }

  private static void refuseLink(Path folder) {
    if (Files.isSymbolicLink(folder)) {
      throw new ObolException(
          ObolException.Exit.FAILED, folder + " is a symbolic link; remove it and try again");
    }
  }

  private static void moveDurably(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel parent =
        FileChannel.open(to.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      parent.force(true);
    }
  }
}
