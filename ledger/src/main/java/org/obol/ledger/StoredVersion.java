package org.obol.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.obol.dataset.manifest.ManifestDocument;
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

  /** That the owner took the version back. */
  public record Withdrawal(Instant when, String reason) {}

  /** One file of the version with what a buyer needs to check it piece by piece. */
  public record StoredFile(
      String name, String mediaType, long size, org.obol.crypto.Sha256 sha256, Chunks chunks) {}
}
