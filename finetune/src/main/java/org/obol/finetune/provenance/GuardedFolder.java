package org.obol.finetune.provenance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.obol.crypto.ObolException;
import org.obol.dataset.VerificationException;
import org.obol.dataset.manifest.FileName;

/**
 * The folder of a run, which somebody else may have made. Nothing outside of it is ever opened: no
 * symbolic link below it is followed, only plain files are read, and every read has a limit.
 */
public final class GuardedFolder {

  /** Most files that are listed below one folder. */
  public static final int MAX_FILES = 10_000;

  private static final int MAX_DEPTH = 16;

  private final Path root;

  private GuardedFolder(Path root) {
    this.root = root;
  }

  /**
   * The folder at {@code root}.
   *
   * @throws ObolException (usage) when there is none
   */
  public static GuardedFolder open(Path root) {
    if (!Files.isDirectory(root)) {
      throw new ObolException(
          ObolException.Exit.USAGE, root + " is not a folder. Give the folder of a run");
    }
    return new GuardedFolder(root);
  }

  /**
   * The bytes of a small file.
   *
   * @throws VerificationException {@code missing_file}, {@code not_a_file}, {@code file_too_large}
   *     or {@code unreadable}
   */
  public byte[] read(FileName name, long maxBytes) {
    Path file = plainFile(name, maxBytes);
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      // One byte more than allowed, because the file may grow while it is read.
      byte[] bytes = in.readNBytes((int) Math.min(maxBytes + 1, Integer.MAX_VALUE - 16));
      if (bytes.length > maxBytes) {
        throw tooLarge(name, maxBytes);
      }
      return bytes;
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /**
   * Length and digest of a file.
   *
   * @throws VerificationException as {@link #read} does
   */
  public HashedFile hash(FileName name, long maxBytes) {
    Path file = plainFile(name, maxBytes);
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return HashedFile.of(name, in);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /** The length of a plain file, without reading it. */
  public long size(FileName name) {
    return attributes(name).size();
  }

  /** Whether there is anything of that name, a broken link included. */
  public boolean has(FileName name) {
    return Files.exists(resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * The paths of everything but folders below {@code folder}, relative to the run's folder, sorted;
   * links and devices among them. Empty when there is no such folder.
   *
   * @throws VerificationException {@code too_many_files} or {@code unreadable}
   */
  public List<String> list(String folder) {
    List<String> found = new ArrayList<>();
    Path start = root.resolve(folder);
    if (Files.isDirectory(start, LinkOption.NOFOLLOW_LINKS)) {
      list(start, 0, found);
    } else if (Files.exists(start, LinkOption.NOFOLLOW_LINKS)) {
      found.add(folder);
    }
    found.sort(null);
    return found;
  }

  private void list(Path folder, int depth, List<String> found) {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        boolean deeper = Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS) && depth < MAX_DEPTH;
        if (deeper) {
          list(child, depth + 1, found);
        } else {
          found.add(root.relativize(child).toString().replace('\\', '/'));
        }
        if (found.size() > MAX_FILES) {
          throw new VerificationException(
              "too_many_files", "there are more than " + MAX_FILES + " files in the run's folder");
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new VerificationException(
          "unreadable", "a folder of the run cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private Path plainFile(FileName name, long maxBytes) {
    if (attributes(name).size() > maxBytes) {
      throw tooLarge(name, maxBytes);
    }
    return resolve(name);
  }

  private Path resolve(FileName name) {
    try {
      return root.resolve(name.text());
    } catch (InvalidPathException e) {
      // The system's own encoding may not know the name's characters.
      throw new VerificationException(
          "unreadable", "\"" + name + "\" cannot be the name of a file on this system");
    }
  }

  private BasicFileAttributes attributes(FileName name) {
    Path file = resolve(name);
    Path at = root;
    try {
      String[] segments = name.text().split("/");
      for (int i = 0; i < segments.length - 1; i++) {
        at = at.resolve(segments[i]);
        if (!attributes(at).isDirectory()) {
          throw notAFile(name);
        }
      }
      BasicFileAttributes found = attributes(file);
      if (!found.isRegularFile()) {
        throw notAFile(name);
      }
      return found;
    } catch (NoSuchFileException e) {
      throw new VerificationException("missing_file", "\"" + name + "\" is missing");
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static VerificationException notAFile(FileName name) {
    return new VerificationException(
        "not_a_file",
        "\"" + name + "\" is not a plain file, or lies behind a link; it is not read");
  }

  private static VerificationException tooLarge(FileName name, long maxBytes) {
    return new VerificationException(
        "file_too_large", "\"" + name + "\" has more than the " + maxBytes + " bytes allowed");
  }

  private static VerificationException unreadable(FileName name, IOException e) {
    return new VerificationException(
        "unreadable", "\"" + name + "\" cannot be read: " + e.getClass().getSimpleName());
  }
}
