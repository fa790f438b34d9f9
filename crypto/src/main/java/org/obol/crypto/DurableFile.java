package org.obol.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Small files that survive a crash at any moment: after it there is either the old content or the
 * new one, never a part. A failure is an {@link ObolException} that names the file.
 */
public final class DurableFile {

  /** Read and written by the owner alone: 0600. */
  public static final Set<PosixFilePermission> OWNER_ONLY =
      Set.copyOf(PosixFilePermissions.fromString("rw-------"));

  /** Read by all, written by the owner: 0644. */
  public static final Set<PosixFilePermission> READABLE =
      Set.copyOf(PosixFilePermissions.fromString("rw-r--r--"));

  private static final Set<PosixFilePermission> FOLDER =
      Set.copyOf(PosixFilePermissions.fromString("rwx------"));

  /** Gives the finished temporary file its name. */
  private interface Publication {
    void publish(Path temporary, Path file) throws IOException;
  }

  private DurableFile() {}

  /**
   * Puts {@code content} under {@code file}, replacing what is there (a symbolic link itself, not
   * what it points to). A missing folder is made, 0700.
   */
  public static void write(Path file, byte[] content, Set<PosixFilePermission> permissions) {
    store(
        file,
        content,
        permissions,
        (temporary, target) -> Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE));
  }

  /**
   * Puts {@code content} under {@code file}, which must not be there yet; what is there stays. A
   * missing folder is made, 0700.
   */
  public static void create(Path file, byte[] content, Set<PosixFilePermission> permissions) {
    store(
        file,
        content,
        permissions,
        (temporary, target) -> {
          // A rename replaces; a link does not, and is as atomic.
          Files.createLink(target, temporary);
          Files.delete(temporary);
        });
  }

  private static void store(
      Path file, byte[] content, Set<PosixFilePermission> permissions, Publication publication) {
    Path target = file.toAbsolutePath().normalize();
    Path folder = target.getParent();
    if (folder == null) {
      throw new IllegalArgumentException("not the path of a file: " + file);
    }
    try {
      makeFolder(folder);
      Path temporary = temporary(folder, target, permissions);
      try {
        fill(temporary, content);
        publication.publish(temporary, target);
      } catch (IOException e) {
        discard(temporary, e);
        throw e;
      }
      syncFolder(folder);
    } catch (FileAlreadyExistsException e) {
      throw new ObolException(
          ObolException.Exit.FAILED, file + " is already there and is not replaced", e);
    } catch (IOException e) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          "cannot write " + file + ": " + reason(e) + "; check the folder, its rights and space",
          e);
    }
  }

  private static void makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Files.createDirectories(folder, attributes(folder, FOLDER));
    Path parent = folder.getParent();
    if (parent != null) {
      syncFolder(parent);
    }
  }

  private static Path temporary(Path folder, Path target, Set<PosixFilePermission> permissions)
      throws IOException {
    Path temporary =
        Files.createTempFile(
            folder, "." + target.getFileName(), ".tmp", attributes(folder, OWNER_ONLY));
    if (isPosix(folder)) {
      // Only now, because the umask does not apply to it.
      Files.setPosixFilePermissions(temporary, permissions);
    }
    return temporary;
  }

  private static void fill(Path file, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var remaining = ByteBuffer.wrap(content);
      while (remaining.hasRemaining()) {
        channel.write(remaining);
      }
      channel.force(true);
    }
  }

  private static void discard(Path temporary, IOException cause) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static void syncFolder(Path folder) throws IOException {
    // Elsewhere (Windows) a folder cannot be opened, and renaming is durable by itself.
    if (isPosix(folder)) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  /** Whether files at {@code path} have an owner, a group and others; access lists do not count. */
  static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  static String reason(IOException e) {
    String detail = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return detail == null ? e.getClass().getSimpleName() : detail;
  }
}
