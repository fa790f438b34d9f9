package org.obol.dataset.bundle;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.FileName;

/**
 * The files an owner hands in for one version.
 *
 * @param files the first one is the primary artifact
 * @param declaredHash what the bundle's own manifest.json says its hash is; recorded, never trusted
 */
public record Bundle(List<Item> files, Optional<Sha256> declaredHash) {

  /** Copies the list. */
  public Bundle {
    files = List.copyOf(files);
  }

  /**
   * One file on disk.
   *
   * @param declaredSha256 what manifest.json says about it; must turn out to be true
   * @param declaredSize likewise, in bytes
   */
  public record Item(
      FileName name, Path path, Optional<Sha256> declaredSha256, Optional<Long> declaredSize) {}
}
