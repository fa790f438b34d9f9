package org.obol.anonymize.files;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.obol.anonymize.Report;

/**
 * A report as JSON, the same bytes for the same report: members in a fixed order, labels and places
 * in the order of their names.
 */
public final class ReportJson {
  /** The member {@code format}. */
  public static final String FORMAT = "obol-anonymize-report/1";

  private ReportJson() {}

  /**
   * What is hashed: everything that follows from input, policy and numbering, so that the same run
   * on another day or machine gives the same bytes.
   */
  public static byte[] lasting(Report report) {
    return bytes(members(report));
  }

  /** The same and, as the last member, how long it took. */
  public static byte[] withTiming(Report report) {
    Map<String, Object> all = members(report);
    Map<String, Object> timing = new LinkedHashMap<>();
    timing.put("milliseconds", report.elapsed().toMillis());
    timing.put("bytesPerSecond", Math.round(report.megabytesPerSecond() * 1e6));
    all.put("timing", timing);
    return bytes(all);
  }

  private static byte[] bytes(Map<String, Object> members) {
    return (new JsonText().value(members) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, Object> members(Report report) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("format", FORMAT);
    all.put("engine", report.engine());
    all.put("profile", report.profile());
    all.put("files", report.files());
    all.put("lines", report.lines());
    all.put("droppedLines", report.droppedLines());
    all.put("inputBytes", report.inputBytes());
    all.put("outputBytes", report.outputBytes());
    all.put("found", report.count());
    Map<String, Object> labels = new TreeMap<>();
    report.labels().forEach((label, found) -> labels.put(label, found(found)));
    all.put("labels", labels);
    Map<String, Object> places = new TreeMap<>();
    report.places().forEach((place, counts) -> places.put(place, new TreeMap<>(counts)));
    all.put("places", places);
    all.put("secondLook", report.leftOver());
    return all;
  }

  private static Map<String, Object> found(Report.Found found) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("count", found.count());
    members.put("distinct", found.distinct());
    members.put("operator", found.operator().name().toLowerCase(Locale.ROOT));
    members.put("samples", List.copyOf(found.samples()));
    return members;
  }
}
