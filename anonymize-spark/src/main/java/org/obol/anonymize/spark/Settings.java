package org.obol.anonymize.spark;

import java.nio.file.Path;
import java.util.Optional;
import org.obol.anonymize.Policy;

/**
 * How a job runs.
 *
 * @param policy what is looked for; its detectors have to be serializable
 * @param numbering file in the driver's file system with the numbers of earlier versions; made when
 *     there is none, see {@link org.obol.anonymize.NumberingFile}
 * @param rangeBytes how many bytes of a file one task works on; lines may be longer
 * @param oneFileEach whether each input file becomes one file of the same name, instead of parts
 */
public record Settings(
    Policy policy, Optional<Path> numbering, long rangeBytes, boolean oneFileEach) {
  /** Few tasks, and findings of a task small enough to be sent at once. */
  public static final long DEFAULT_RANGE = 64L << 20;

  public Settings {
    if (rangeBytes < 1) {
      throw new IllegalArgumentException("a range has at least 1 byte, not " + rangeBytes);
    }
  }

  /** Parts of {@link #DEFAULT_RANGE} with numbers for this run only. */
  public static Settings of(Policy policy) {
    return new Settings(policy, Optional.empty(), DEFAULT_RANGE, false);
  }

  public Settings numberedBy(Path file) {
    return new Settings(policy, Optional.of(file), rangeBytes, oneFileEach);
  }

  public Settings inRangesOf(long bytes) {
    return new Settings(policy, numbering, bytes, oneFileEach);
  }

  public Settings withOneFileEach() {
    return new Settings(policy, numbering, rangeBytes, true);
  }
}
