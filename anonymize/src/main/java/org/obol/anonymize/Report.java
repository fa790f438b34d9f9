package org.obol.anonymize;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

  /** What {@link PartWorker}s did, as one run. */
  public static Report ofParts(
      Policy policy,
      Numbering numbering,
      List<String> files,
      List<PartFindings.Complete> findings,
      List<PartResult.Rendered> results,
      Duration elapsed) {
    Map<Label, Long> counts = new HashMap<>();
    for (PartFindings.Complete part : findings) {
      part.counts().forEach((label, count) -> counts.merge(label, count, Long::sum));
    }
    Map<String, Map<String, Long>> places = new TreeMap<>();
    for (PartResult.Rendered part : results) {
      part.places()
          .forEach(
              (place, labels) ->
                  labels.forEach(
                      (label, count) ->
                          places
                              .computeIfAbsent(place, p -> new TreeMap<>())
                              .merge(label, count, Long::sum)));
    }
    return new Report(
        Anonymizer.ENGINE,
        policy.profile(),
        List.copyOf(files),
        findings.stream().mapToLong(PartFindings.Complete::bytes).sum(),
        results.stream().mapToLong(PartResult.Rendered::bytes).sum(),
        findings.stream().mapToLong(PartFindings.Complete::lines).sum(),
        findings.stream().mapToLong(PartFindings.Complete::droppedLines).sum(),
        found(counts, policy, numbering),
        places,
        0,
        elapsed);
  }

  static Map<String, Found> found(Map<Label, Long> counts, Policy policy, Numbering numbering) {
    Map<String, Found> found = new TreeMap<>();
    counts.forEach(
        (label, count) ->
            found.put(
                label.name(),
                new Found(
                    count,
                    numbering.distinct(label),
                    policy.operator(label),
                    numbering.samples(label))));
    return found;
  }

  /** Spans of all labels. */
  public long count() {
    return labels.values().stream().mapToLong(Found::count).sum();
  }

  /** Input in units of 10^6 bytes per second of wall time. */
  public double megabytesPerSecond() {
    return inputBytes / 1e6 / Math.max(1e-9, elapsed.toNanos() / 1e9);
  }
}
