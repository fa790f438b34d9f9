package org.obol.anonymize;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a run found and did. Holds no value: samples are keyed hashes, with which only the owner of
 * the key can tell whether a value was among them.
 *
 * @param engine program and version
 * @param profile name of the set of built-in labels
 * @param inputBytes bytes read, after decompression
 * @param outputBytes bytes written, before compression
 * @param lines lines read, empty and dropped ones included
 * @param droppedLines lines left out because they were not JSON
 * @param labels what was found of each label, in the order of names
 * @param places spans by place in the record, then by label
 * @param leftOver spans found in the changed strings by a second look; always 0 in a run that ended
 *     well
 * @param elapsed wall time
 */
public record Report(
    String engine,
    String profile,
    List<String> files,
    long inputBytes,
    long outputBytes,
    long lines,
    long droppedLines,
    Map<String, Found> labels,
    Map<String, Map<String, Long>> places,
    long leftOver,
    Duration elapsed) {
  /**
   * One label.
   *
   * @param count spans
   * @param distinct different values
   * @param samples keyed hashes of up to three of the values
   */
  public record Found(long count, long distinct, Operator operator, List<String> samples) {}

  /** Spans of all labels. */
  public long count() {
    return labels.values().stream().mapToLong(Found::count).sum();
  }

  /** Input in units of 10^6 bytes per second of wall time. */
  public double megabytesPerSecond() {
    return inputBytes / 1e6 / Math.max(1e-9, elapsed.toNanos() / 1e9);
  }
}
