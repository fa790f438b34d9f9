package org.obol.client.library;

import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.dataset.DatasetId;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.dataset.versionlog.VersionLog;

/**
 * A version whose bytes were bought and verified.
 *
 * @param server where it was bought
 * @param log of the owner, as far as it was known then
 * @param manifest absent when the server signs none
 */
public record HeldVersion(
    String server,
    DatasetId dataset,
    Address owner,
    long seq,
    VersionLog log,
    Optional<ManifestDocument> manifest) {

  /**
   * Checks that the log has the version.
   *
   * @throws IllegalArgumentException when it has not
   */
  public HeldVersion {
    if (log.entry(seq).isEmpty()) {
      throw new IllegalArgumentException("the log ends before v" + seq);
    }
  }

  /** The signed entry of the version. */
  public VersionEntry entry() {
    return log.entry(seq).orElseThrow();
  }

  /** The log it is a version of. */
  public LogOrigin origin() {
    return new LogOrigin(owner, dataset);
  }
}
