package org.obol.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.ManifestFile;

/**
 * Where the files of a version get their final names, and what may be there already.
 *
 * @param root the file itself, or the folder when there are several
 * @param several whether {@code root} is a folder
 * @param force whether a file in the way is replaced
 */
record Output(Path root, boolean several, boolean force) {

  static Output of(Path out, VerifiedVersion version, boolean force) {
    boolean several = version.files().size() > 1;
    boolean intoFolder = !several && Files.isDirectory(out);
    return new Output(intoFolder ? out.resolve(version.defaultName()) : out, several, force);
  }

  /** The final path of a file; its folders are made, links among them refused. */
  Path place(ManifestFile file) throws IOException {
    if (!several) {
      Files.createDirectories(root.toAbsolutePath().getParent());
      return root;
    }
    Path folder = root;
    makeFolder(folder);
    String[] segments = file.name().text().split("/", -1);
    for (int i = 0; i < segments.length - 1; i++) {
      folder = folder.resolve(segments[i]);
      makeFolder(folder);
    }
    return folder.resolve(segments[segments.length - 1]);
  }

  /**
   * Whether the signed bytes have their final name already.
   *
   * @throws ObolException when something else has it, and it may not be replaced
   */
  boolean isThere(Path path, ManifestFile file) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    boolean regular = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    if (regular && Files.size(path) == file.size() && sha256(path).equals(file.sha256())) {
      return true;
    }
    if (!regular || !force) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          path
              + " is there and is not the signed file: choose another --out"
              + (regular ? ", or replace it with --force" : ""));
    }
    return false;
  }

  private static void makeFolder(Path folder) throws IOException {
    if (Files.isSymbolicLink(folder)) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          folder + " is a symbolic link: files are not written through it");
    }
    Files.createDirectories(folder);
  }

  private static Sha256 sha256(Path path) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return Sha256.of(digest.digest());
  }
}
