package org.obol.client.transfer;

import org.obol.dataset.manifest.ManifestFile;

/**
 * One file of one version, as the signatures describe it.
 *
 * @param version number of the version
 * @param index place of the file in the manifest, 0 for the primary
 */
public record Piece(long version, int index, ManifestFile file) {

  /** Bytes of the file. */
  public long size() {
    return file.size();
  }
}
