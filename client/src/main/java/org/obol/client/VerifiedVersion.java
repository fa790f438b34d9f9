package org.obol.client;

import java.util.List;
import java.util.Optional;
import org.obol.client.pins.PinnedLog;
import org.obol.dataset.DatasetId;
import org.obol.dataset.manifest.FileName;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.manifest.ManifestFile;
import org.obol.dataset.versionlog.VersionEntry;

/**
 * A version whose entry and manifest verified, before any byte of it was fetched.
 *
 * @param manifest absent only at a server that never showed one
 */
public record VerifiedVersion(
    DatasetId dataset, PinnedLog pinned, VersionEntry entry, Optional<ManifestDocument> manifest) {

  /** The files; without a manifest the primary one, whose name is then ours. */
  public List<ManifestFile> files() {
    return manifest.map(m -> m.manifest().files()).orElseGet(() -> List.of(unnamed()));
  }

  /** The name of the only file when the buyer gave none, and of the folder when there are more. */
  String defaultName() {
    String base = dataset + "-v" + entry.seq() + "-" + entry.manifestHash().hex().substring(0, 8);
    return files().size() > 1 ? base : base + extension();
  }

  private String extension() {
    String name = files().getFirst().name().text();
    int dot = name.lastIndexOf('.');
    return dot > name.lastIndexOf('/') + 1 ? name.substring(dot) : "";
  }

  private ManifestFile unnamed() {
    return new ManifestFile(
        new FileName(dataset + ".jsonl"),
        ManifestFile.JSONL,
        entry.size(),
        entry.fileHash(),
        // Nobody signed chunks here, and nobody asks for them: see StreamDownload.
        entry.fileHash(),
        Optional.empty());
  }
}
