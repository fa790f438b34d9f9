package org.obol.anonymize.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.obol.anonymize.Report;

/** A report for people: what was found, where, and how fast. */
public final class ReportText {
  private static final int PLACES = 20;

  private ReportText() {}

  public static List<String> lines(Report report) {
    List<String> lines = new ArrayList<>(labels(report));
    lines.addAll(places(report));
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d file%s, %,d line%s, %,d dropped, %.1f MB in, %.1f MB out, %.0f MB/s",
            report.files().size(),
            report.files().size() == 1 ? "" : "s",
            report.lines(),
            report.lines() == 1 ? "" : "s",
            report.droppedLines(),
            report.inputBytes() / 1e6,
            report.outputBytes() / 1e6,
            report.megabytesPerSecond()));
    lines.add("second look at everything that was changed: " + report.leftOver() + " found");
    lines.add(report.engine() + ", profile " + report.profile());
    return lines;
  }

  private static List<String> labels(Report report) {
    if (report.labels().isEmpty()) {
      return List.of("nothing was found");
    }
    int width = width(report.labels().keySet(), "label");
    List<String> lines = new ArrayList<>();
    lines.add(row(width, "label", "found", "distinct", "became"));
    new TreeMap<>(report.labels())
        .forEach(
            (label, found) ->
                lines.add(
                    row(
                        width,
                        label,
                        count(found.count()),
                        count(found.distinct()),
                        found.operator().name().toLowerCase(Locale.ROOT))));
    return lines;
  }

  private static List<String> places(Report report) {
    List<String> lines = new ArrayList<>();
    if (!report.places().isEmpty()) {
      int width = width(report.places().keySet(), "place");
      lines.add("");
      new TreeMap<>(report.places())
          .entrySet().stream()
              .limit(PLACES)
              .forEach(place -> lines.add(pad(place.getKey(), width) + "  " + counts(place)));
      int more = report.places().size() - PLACES;
      if (more > 0) {
        lines.add("and " + more + " more places, all in the JSON report");
      }
      lines.add("");
    }
    return lines;
  }

  private static String counts(Map.Entry<String, Map<String, Long>> place) {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(place.getValue())
        .forEach((label, count) -> parts.add(label + " " + count(count)));
    return String.join(", ", parts);
  }

  private static String row(int width, String label, String found, String distinct, String became) {
    return String.format(
        Locale.ROOT, "%s  %9s  %10s  %s", pad(label, width), found, distinct, became);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static int width(Set<String> names, String head) {
    return Math.min(60, names.stream().mapToInt(String::length).reduce(head.length(), Math::max));
  }

  private static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
