package org.obol.discovery.catalog;

import java.util.Optional;
import org.obol.crypto.Sha256;

/**
 * What a row claims about a dataset.
 *
 * @param version the tag of the version, a text: {@code 3}
 * @param sizeBytes of the primary artifact, 0 or more
 */
public record DatasetFacts(
    Optional<Sha256> manifestHash,
    Optional<Sha256> fileHash,
    Optional<String> version,
    Optional<Long> sizeBytes) {

  /** Everything that is to be said about a version. */
  public static DatasetFacts of(long seq, Sha256 manifestHash, Sha256 fileHash, long sizeBytes) {
    return new DatasetFacts(
        Optional.of(manifestHash),
        Optional.of(fileHash),
        Optional.of(Long.toString(seq)),
        Optional.of(sizeBytes));
  }

  /** The number in {@link #version()}, from 1; {@code v3} is read too. */
  public Optional<Long> seq() {
    return version
        .map(tag -> tag.startsWith("v") ? tag.substring(1) : tag)
        .filter(number -> number.matches("[1-9][0-9]{0,17}"))
        .map(Long::valueOf);
  }
}
