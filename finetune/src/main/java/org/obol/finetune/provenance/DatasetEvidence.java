package org.obol.finetune.provenance;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.VerificationException;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.dataset.versionlog.LogVerdict;
import org.obol.dataset.versionlog.VersionLog;

/**
 * What a buyer or owner holds about one version: the signed log up to the head it knows, the
 * manifest of the version, and what was paid.
 *
 * @param manifest also says which version it is
 * @param owner the pinned owner, from the buyer's pins or {@code --owner}; never from the log
 *     itself
 */
public record DatasetEvidence(
    LogDocument log, ManifestDocument manifest, Address owner, SaleEvidence sale) {

  /** The signed entries. */
  public VersionLog entries() {
    return log.log();
  }

  /** The document of the log as it is written beside a run. */
  byte[] logBytes() {
    return (LogDocument.toJson(manifest.manifest().dataset().text(), entries()).text() + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Demands that log, manifest and receipts belong together and to the owner.
   *
   * @throws VerificationException with the code of the log's fault, {@code manifest_mismatch}, or
   *     one of {@link SaleEvidence}
   */
  public void requireConsistent() {
    requireLog();
    requireManifest();
    sale.requireFor(origin(), manifest.manifest().seq(), manifest.hash());
  }

  /** Demands that the whole log is the owner's and of this dataset. */
  public void requireLog() {
    requireLog(log, origin());
  }

  /**
   * Demands that {@code log} is, as a whole, the one of that name.
   *
   * @throws VerificationException with the code of the log's fault, or {@code wrong_dataset}
   */
  public static void requireLog(LogDocument log, LogOrigin origin) {
    if (log.verify(Optional.of(origin.owner())) instanceof LogVerdict.Invalid invalid) {
      throw new VerificationException(invalid.fault().code(), invalid.sentence());
    }
    String dataset = origin.dataset().text();
    if (log.id().filter(id -> !id.equals(dataset)).isPresent()) {
      throw new VerificationException(
          "wrong_dataset",
          "the log is of \"" + log.id().orElse("") + "\", not of \"" + dataset + "\"");
    }
  }

  /** Demands that the manifest is the one that its entry in the log commits to. */
  public void requireManifest() {
    long seq = manifest.manifest().seq();
    if (entries().entry(seq).isEmpty()) {
      throw new VerificationException(
          "manifest_mismatch",
          "the manifest is of v"
              + seq
              + ", but the log ends at v"
              + entries().entries().size()
              + ". Fetch the log again");
    }
    manifest.requireMatches(manifest.manifest().dataset(), entries(), seq, owner);
  }

  /** The name of the log. */
  public LogOrigin origin() {
    return new LogOrigin(owner, manifest.manifest().dataset());
  }
}
