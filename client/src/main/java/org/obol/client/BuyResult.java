package org.obol.client;

import java.nio.file.Path;
import java.util.List;
import org.obol.crypto.Address;
import org.obol.crypto.Sha256;

/**
 * What was bought; every file verified and durable under its final name.
 *
 * @param source what was verified before the first byte was fetched
 * @param fetched bytes that came over the network now
 * @param kept bytes that were here from before
 * @param warnings what the buyer was told on the way, one sentence each
 */
public record BuyResult(
    VerifiedVersion source,
    List<BoughtFile> files,
    long fetched,
    long kept,
    List<String> warnings) {

  /** One file under its final name. */
  public record BoughtFile(Path path, Sha256 sha256, long size) {}

  /** Copies the lists. */
  public BuyResult {
    files = List.copyOf(files);
    warnings = List.copyOf(warnings);
  }

  /** Number of the version. */
  public long version() {
    return source.entry().seq();
  }

  /** Who signed it. */
  public Address owner() {
    return source.pinned().owner();
  }
}
