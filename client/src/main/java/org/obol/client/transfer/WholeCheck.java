package org.obol.client.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.obol.crypto.Sha256;
import org.obol.dataset.VerificationException;
import org.obol.dataset.manifest.ManifestFile;
import org.obol.dataset.tree.FileDigest;
import org.obol.dataset.tree.FileHasher;
import org.obol.dataset.tree.InvalidTextException;
import org.obol.dataset.tree.RowKey;
import org.obol.dataset.tree.WholeDigest;

/** Compares a whole file with what was signed about it: length, hash, and the root of its rows. */
final class WholeCheck {

  private static final int BUFFER = 1 << 20;

  private WholeCheck() {}

  /**
   * Reads {@code in} to its end; says what disagrees, or nothing.
   *
   * @param rowKey present when the file has rows
   */
  static Optional<String> disagreement(InputStream in, ManifestFile signed, Optional<RowKey> rowKey)
      throws IOException {
    if (rowKey.isEmpty()) {
      return compare("SHA-256", signed.sha256(), sha256(in));
    }
    WholeDigest found;
    try {
      found = FileHasher.hashWhole(in, rowKey);
    } catch (InvalidTextException e) {
      return Optional.of("the file has signed rows, but is not UTF-8");
    }
    Optional<ManifestFile.Rows> rows = signed.rows();
    Optional<FileDigest.RowDigest> foundRows = found.rows();
    return compare("SHA-256", signed.sha256(), found.sha256())
        .or(
            () ->
                compare(
                    "number and root of the rows",
                    rows.map(r -> r.count() + " " + r.root()).orElse(""),
                    foundRows.map(r -> r.count() + " " + r.root()).orElse("")));
  }

  private static Optional<String> compare(String what, Object signed, Object found) {
    return signed.equals(found)
        ? Optional.empty()
        : Optional.of("the " + what + " is signed as " + signed + ", the bytes give " + found);
  }

  private static Sha256 sha256(InputStream in) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return Sha256.of(digest.digest());
  }

  /** The failure that no new try can heal: the owner signed two things that exclude each other. */
  static VerificationException contradiction(ManifestFile file, String disagreement) {
    return new VerificationException(
        "manifest_contradiction",
        "the signed manifest contradicts itself about "
            + file.name()
            + ": every chunk is the signed one, but "
            + disagreement
            + ". Do not try again: show the kept evidence to the owner");
  }
}
