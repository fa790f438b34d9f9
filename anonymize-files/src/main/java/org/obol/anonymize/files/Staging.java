package org.obol.anonymize.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.obol.anonymize.AnonymizeException;

/**
 * Outputs under temporary names beside their final ones. {@link #commit} renames them; without it
 * {@link #close}, or the end of the process, takes them away. Used by one thread, besides the one
 * that ends the process.
 */
final class Staging implements AutoCloseable {
  private record Move(Path temporary, Path target) {}

  private final boolean force;
  private final List<Move> moves = new ArrayList<>();
  private final Set<Path> temporaries = new LinkedHashSet<>();
  private final Thread atEnd = new Thread(this::discardInSilence, "anonymize-discard");
  private Optional<Path> inside = Optional.empty();
  private Optional<Path> folder = Optional.empty();

  /**
   * @param force whether outputs that are there are replaced
   */
  Staging(boolean force) {
    this.force = force;
    Runtime.getRuntime().addShutdownHook(atEnd);
  }

  /** The path to write a file to that is to become {@code target}. */
  Path file(Path target) {
    Path absolute = target.toAbsolutePath().normalize();
    requireFolder(absolute);
    requireAbsent(absolute);
    Path temporary = absolute.resolveSibling(temporaryName(absolute));
    stage(temporary, absolute);
    return temporary;
  }

  /**
   * Makes {@code target} the folder of {@link #inFolder}. Where there is none, it appears whole;
   * where there is one, the files in it appear one after the other.
   */
  void folder(Path target) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    requireFolder(absolute);
    boolean there = Files.exists(absolute);
    if (there && !Files.isDirectory(absolute)) {
      throw new AnonymizeException(target + " is there and no folder; give another name");
    }
    if (there && !force) {
      requireEmpty(absolute);
    }
    Path temporary =
        there
            ? absolute.resolve(temporaryName(absolute))
            : absolute.resolveSibling(temporaryName(absolute));
    if (there) {
      temporaries.add(temporary);
      inside = Optional.of(absolute);
    } else {
      stage(temporary, absolute);
    }
    Files.createDirectory(temporary);
    folder = Optional.of(temporary);
  }

  /** The path to write the file {@code name} of the folder to. */
  Path inFolder(String name) throws IOException {
    Path root = folder.orElseThrow(() -> new IllegalStateException("no folder"));
    Path temporary = root.resolve(name);
    Files.createDirectories(Optional.ofNullable(temporary.getParent()).orElse(root));
    if (inside.isPresent()) {
      Path target = inside.get().resolve(name);
      requireAbsent(target);
      moves.add(new Move(temporary, target));
    }
    return temporary;
  }

  /** A file for output that has no name in the end. */
  Path nameless() throws IOException {
    Path temporary = Files.createTempFile("obol-anonymize", ".part");
    temporaries.add(temporary);
    return temporary;
  }

  private synchronized void stage(Path temporary, Path target) {
    temporaries.add(temporary);
    moves.add(new Move(temporary, target));
  }

  private static String temporaryName(Path target) {
    byte[] chance = new byte[8];
    new SecureRandom().nextBytes(chance);
    return "." + target.getFileName() + "." + HexFormat.of().formatHex(chance) + ".part";
  }

  private static void requireFolder(Path target) {
    Path parent = target.getParent();
    if (parent == null || target.getFileName() == null || !Files.isDirectory(parent)) {
      throw new AnonymizeException(target + ": there is no such folder to write to; make it first");
    }
  }

  private void requireAbsent(Path target) {
    if (Files.isDirectory(target)) {
      throw new AnonymizeException(target + " is a folder; give another name");
    }
    if (!force && Files.exists(target)) {
      throw new AnonymizeException(
          target + " is already there; give another name, or --force to replace it");
    }
  }

  private static void requireEmpty(Path target) throws IOException {
    try (Stream<Path> held = Files.list(target)) {
      if (held.findAny().isPresent()) {
        throw new AnonymizeException(
            target + " is already there and not empty; give another name, or --force");
      }
    }
  }

  /** Gives everything its name, or nothing when that fails and nothing was there before. */
  synchronized void commit() throws IOException {
    List<Move> done = new ArrayList<>();
    try {
      for (Path root : folder.stream().toList()) {
        syncFolders(root);
      }
      for (Move move : moves) {
        if (inside.isPresent()) {
          Files.createDirectories(Optional.ofNullable(move.target().getParent()).orElseThrow());
        }
        requireAbsent(move.target());
        Files.move(move.temporary(), move.target(), StandardCopyOption.ATOMIC_MOVE);
        done.add(move);
      }
      for (Path parent : parents()) {
        sync(parent);
      }
    } catch (IOException | AnonymizeException e) {
      if (!force) {
        for (Move move : done) {
          Files.move(move.target(), move.temporary(), StandardCopyOption.ATOMIC_MOVE);
        }
      }
      throw e;
    }
    moves.clear();
  }

  private Set<Path> parents() {
    Set<Path> parents = new LinkedHashSet<>();
    moves.forEach(move -> Optional.ofNullable(move.target().getParent()).ifPresent(parents::add));
    return parents;
  }

  private static void syncFolders(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : (Iterable<Path>) all.filter(Files::isDirectory)::iterator) {
        sync(path);
      }
    }
  }

  /** Elsewhere a folder cannot be opened, and renaming is durable by itself. */
  private static void sync(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Takes away what has no final name. */
  @Override
  public void close() throws IOException {
    try {
      discard();
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(atEnd);
      } catch (IllegalStateException e) {
        // The process is ending, and the hook does the same.
      }
    }
  }

  private synchronized void discard() throws IOException {
    for (Path temporary : temporaries) {
      delete(temporary);
    }
    temporaries.clear();
  }

  private static void delete(Path temporary) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(temporary)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return;
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  private void discardInSilence() {
    try {
      discard();
    } catch (IOException e) {
      // Nobody is left to be told.
    }
  }

  /** Copies a finished nameless file to {@code to}. */
  static void copy(Path nameless, OutputStream to) throws IOException {
    Files.copy(nameless, to);
    to.flush();
  }
}
