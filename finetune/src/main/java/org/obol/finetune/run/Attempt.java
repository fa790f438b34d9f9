package org.obol.finetune.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.obol.crypto.DurableFile;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.finetune.backend.Backend;

/**
 * The folder of a run while it is not done, {@code OUT.unfinished}. One process at a time works in
 * it. When that is cut off, the next one goes on from the checkpoints, where the backend can. A
 * file says that the folder is a run's; no other is ever emptied.
 */
final class Attempt implements AutoCloseable {

  private static final String MARK = "unfinished.json";
  private static final String CHECKPOINTS = "checkpoints";

  /** Made when a trainer is started. */
  private static final String LOGS = "logs";

  private static final int MAX_MARK_BYTES = 4096;

  /** What the next process goes on from; all else is made again. */
  private static final Set<String> KEPT = Set.of(MARK, CHECKPOINTS, LOGS);

  private final Path folder;
  private final FileChannel mark;
  private final Mark run;
  private boolean done;

  /** What is known of the run that the folder belongs to. */
  private record Mark(String backend, Instant started) {

    byte[] bytes() {
      Json.Obj json =
          Json.object().put("backend", backend).put("started_at", started.toString()).build();
      return (json.text() + "\n").getBytes(UTF_8);
    }

    static Mark read(byte[] bytes) {
      Json.Obj json = JsonReader.read(bytes, MAX_MARK_BYTES).asObject("an unfinished run");
      return new Mark(json.requireText("backend"), Instant.parse(json.requireText("started_at")));
    }
  }

  private Attempt(Path folder, FileChannel mark, Mark run) {
    this.folder = folder;
    this.mark = mark;
    this.run = run;
  }

  /**
   * Begins the run that will be in {@code out}, or goes on with it.
   *
   * @throws ObolException (usage) when there is something that must not be written over, or another
   *     process is at work
   */
  static Attempt begin(Path out, Backend backend, Instant now) throws IOException {
    Path folder = folder(out);
    boolean fresh = isNothing(folder);
    if (fresh) {
      Files.createDirectories(folder);
      byte[] mark = new Mark(backend.id(), now).bytes();
      DurableFile.create(folder.resolve(MARK), mark, DurableFile.OWNER_ONLY);
    }
    Attempt attempt = take(folder);
    try {
      if (!fresh) {
        return attempt.taken(backend, now);
      }
      return attempt;
    } catch (IOException | RuntimeException e) {
      attempt.close();
      throw e;
    }
  }

  /** The earlier attempt, made ready for this one. */
  private Attempt taken(Backend backend, Instant now) throws IOException {
    boolean unused = isUnused(folder);
    if (!unused) {
      requireSame(backend);
    }
    clear();
    return unused ? begun(backend, now) : this;
  }

  private Attempt begun(Backend backend, Instant now) throws IOException {
    var begun = new Mark(backend.id(), now);
    // In place, because the lock is on this file.
    ByteBuffer bytes = ByteBuffer.wrap(begun.bytes());
    mark.truncate(0);
    while (bytes.hasRemaining()) {
      mark.write(bytes);
    }
    return new Attempt(folder, mark, begun);
  }

  /**
   * Throws away what an earlier run to {@code out} left.
   *
   * @return whether there was anything
   * @throws ObolException (usage) when it is not a run's, or another process is at work
   */
  static boolean discard(Path out) throws IOException {
    Path folder = folder(out);
    if (isNothing(folder)) {
      return false;
    }
    try (Attempt earlier = take(folder)) {
      earlier.remove();
      return true;
    }
  }

  /**
   * Refuses to look at the records for {@code out} while a run can go on there.
   *
   * @throws ObolException (usage) also when the folder of the attempt is somebody else's
   */
  static void requireNone(Path out) throws IOException {
    Path folder = folder(out);
    if (isNothing(folder)) {
      return;
    }
    if (!Files.isRegularFile(folder.resolve(MARK), LinkOption.NOFOLLOW_LINKS)) {
      throw inTheWay(folder);
    }
    if (!isUnused(folder)) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          folder
              + " is left of a run that was cut off: without --dry-run the same command goes on"
              + " with it where the backend can, and --restart throws it away");
    }
  }

  /** Where a run to {@code out} is made: on the same disk, so that it can be renamed. */
  static Path folder(Path out) {
    return out.resolveSibling(out.getFileName() + ".unfinished");
  }

  static ObolException inTheWay(Path path) {
    return new ObolException(
        ObolException.Exit.USAGE,
        path + " is there already: take it away, or give another folder with --out");
  }

  private static boolean isNothing(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return Files.notExists(folder, LinkOption.NOFOLLOW_LINKS);
    }
    return children(folder).isEmpty();
  }

  private static Attempt take(Path folder) throws IOException {
    Path file = folder.resolve(MARK);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw inTheWay(folder);
    }
    FileChannel mark = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(mark, folder);
      // Whoever had the lock may have been done, and have taken the file away.
      if (Files.notExists(file)) {
        throw busy(folder);
      }
      // Through this channel: closing any other one of the same file would give the lock up.
      byte[] bytes = Channels.newInputStream(mark).readNBytes(MAX_MARK_BYTES + 1);
      return new Attempt(folder, mark, Mark.read(bytes));
    } catch (JsonException | DateTimeException e) {
      mark.close();
      throw inTheWay(folder);
    } catch (IOException | RuntimeException e) {
      mark.close();
      throw e;
    }
  }

  private static void lock(FileChannel mark, Path folder) throws IOException {
    try {
      if (mark.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      throw busy(folder);
    }
    throw busy(folder);
  }

  private static ObolException busy(Path folder) {
    return new ObolException(
        ObolException.Exit.USAGE,
        "another run is at work in "
            + folder
            + ": wait until it ends, or give another folder with --out");
  }

  private void requireSame(Backend backend) {
    if (!run.backend().equals(backend.id()) || !backend.resumes()) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          folder
              + " is left of an earlier run with "
              + run.backend()
              + ", and "
              + backend.id()
              + " cannot go on from it: --restart throws it away and begins anew, or give another"
              + " folder with --out");
    }
  }

  /** Whether no trainer was started yet. */
  private static boolean isUnused(Path folder) {
    return Files.isDirectory(folder) && Files.notExists(folder.resolve(LOGS));
  }

  /**
   * Cut off anywhere, it leaves what the next command takes for a run's, and never goes on with.
   */
  private void remove() throws IOException {
    for (Path path : children(folder)) {
      if (!path.endsWith(MARK) && !path.endsWith(LOGS)) {
        FineTune.remove(path);
      }
    }
    FineTune.remove(folder.resolve(LOGS));
    FineTune.remove(folder);
  }

  private void clear() throws IOException {
    for (Path path : children(folder)) {
      if (!KEPT.contains(path.getFileName().toString())) {
        FineTune.remove(path);
      }
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  Path folder() {
    return folder;
  }

  /** When the run was begun, by whichever process; not after {@code now}. */
  Instant started(Instant now) {
    return run.started().isAfter(now) ? now : run.started();
  }

  /**
   * Gives the folder, in which everything is done, its name. Until it has it, the run can go on;
   * what is then left of the attempt is no part of the signed run, and a verifier says so.
   *
   * @throws ObolException (usage) when something has got that name meanwhile
   */
  void finish(Path out) throws IOException {
    if (Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
      throw inTheWay(out);
    }
    Files.move(folder, out, StandardCopyOption.ATOMIC_MOVE);
    done = true;
    FineTune.remove(out.resolve(CHECKPOINTS));
    Files.delete(out.resolve(MARK));
  }

  /** Lets another process go on. A folder in which no trainer was started is of no use to it. */
  @Override
  public void close() throws IOException {
    try (mark) {
      // Once it is done, a folder of the old name is of somebody else.
      if (!done && isUnused(folder)) {
        remove();
      }
    }
  }
}
