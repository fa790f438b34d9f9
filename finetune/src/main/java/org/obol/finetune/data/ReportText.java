package org.obol.finetune.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.obol.crypto.Json;
import org.obol.crypto.Shown;

/** Writes a report for a terminal: each rule once, with the first places where it is broken. */
final class ReportText {

  private ReportText() {}

  static String of(DataReport report) {
    DataSummary summary = report.summary();
    List<String> lines = new ArrayList<>();
    lines.add(
        summary.file()
            + ": "
            + summary.format().map(Format::text).orElse("no known format")
            + (summary.evidence().isEmpty() ? "" : " (" + summary.evidence() + ")")
            + ", "
            + many(summary.records(), "record")
            + " in "
            + many(summary.source().lines().lines(), "line"));
    for (Rule rule : summary.findings().stream().map(Finding::rule).distinct().toList()) {
      rule(rule, summary, lines);
    }
    summary.tokens().ifPresent(tokens -> lines.add(tokens(tokens)));
    preview(summary, lines);
    lines.add(verdict(report));
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static void rule(Rule rule, DataSummary summary, List<String> lines) {
    lines.add(
        rule.level().letter()
            + " "
            + rule.id()
            + " "
            + rule.title()
            + " ("
            + summary.counts().getOrDefault(rule, 0L)
            + "): "
            + rule.hint());
    for (Finding finding : summary.findings()) {
      if (finding.rule() == rule) {
        lines.add("    " + finding.place() + ": " + finding.message());
      }
    }
  }

  private static String tokens(Json.Obj tokens) {
    return "tokens: %d in all; half of the records have at most %d, 95 of 100 at most %d, the longest"
            .formatted(
                tokens.requireInteger("total"),
                tokens.requireInteger("p50"),
                tokens.requireInteger("p95"))
        + " %d; cut after %d"
            .formatted(tokens.requireInteger("max"), tokens.requireInteger("longest"));
  }

  private static void preview(DataSummary summary, List<String> lines) {
    for (List<Rendering.Segment> record : summary.preview()) {
      lines.add("what is learned of a record stands between » and «:");
      lines.add(
          record.stream()
              .map(segment -> segment.trained() ? "»" + shown(segment) + "«" : shown(segment))
              .collect(Collectors.joining("", "    ", "")));
    }
  }

  private static String shown(Rendering.Segment segment) {
    return Shown.brief(segment.text().replace("\n", "\\n"), 200);
  }

  private static String verdict(DataReport report) {
    DataSummary summary = report.summary();
    return switch (report) {
      case DataReport.Refused refused ->
          "refused: " + many(errors(refused.summary().counts()), "error");
      case DataReport.Usable usable ->
          "usable: "
              + many(summary.train(), "record")
              + " to train on, "
              + summary.heldOut()
              + " held out, "
              + usable.summary().droppedRecords()
              + " dropped";
    };
  }

  private static long errors(Map<Rule, Long> counts) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().level() == Level.ERROR)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static String many(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
