package org.obol.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Sha256;
import org.obol.dataset.VerificationException;
import org.obol.dataset.manifest.Manifest;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.manifest.ManifestFile;
import org.obol.dataset.tree.Chunks;
import org.obol.dataset.tree.RowKey;
import org.obol.dataset.versionlog.VersionEntry;

/**
 * One version as the ledger holds it.
 *
 * @param manifest absent for versions taken over from a reference store
 * @param rowKey absent likewise, and after the rows were forgotten
 * @param files empty when the artifact of an imported version was not found
 */
public record StoredVersion(
    VersionEntry entry,
    Optional<ManifestDocument> manifest,
    Optional<RowKey> rowKey,
    List<StoredFile> files,
    Optional<Withdrawal> withdrawal) {

  /** Copies the list. */
  public StoredVersion {
    files = List.copyOf(files);
  }

  /**
   * Demands that the files are those that the entry and its manifest name.
   *
   * @throws VerificationException {@code manifest_mismatch}, naming the file
   */
  public void requireSigned() {
    for (int i = 0; i < files.size(); i++) {
      StoredFile file = files.get(i);
      boolean primary =
          i > 0 || (file.sha256().equals(entry.fileHash()) && file.size() == entry.size());
      int position = i;
      if (!primary || !manifest.map(m -> file.isListed(m.manifest(), position)).orElse(true)) {
        throw new VerificationException(
            "manifest_mismatch",
            "v" + entry.seq() + ": what the ledger says of " + file.name() + " is not signed");
      }
    }
  }

  /** That the owner took the version back. */
  public record Withdrawal(Instant when, String reason) {}

  /** One file of the version with what a buyer needs to check it piece by piece. */
  public record StoredFile(String name, String mediaType, long size, Sha256 sha256, Chunks chunks) {

    private boolean isListed(Manifest manifest, int position) {
      if (position >= manifest.files().size()) {
        return false;
      }
      ManifestFile listed = manifest.files().get(position);
      return listed.sha256().equals(sha256)
          && listed.size() == size
          && listed.name().text().equals(name)
          && listed.mediaType().equals(mediaType);
    }
  }
}
