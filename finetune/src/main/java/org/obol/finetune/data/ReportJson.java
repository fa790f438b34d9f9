package org.obol.finetune.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;

/** Writes a report as validation.json. */
final class ReportJson {

  private static final int LONGEST_SEGMENT = 400;

  private ReportJson() {}

  static Json.Obj of(DataReport report) {
    DataSummary summary = report.summary();
    JsonObject out =
        Json.object()
            .put("schema", DataReport.SCHEMA)
            .put("verdict", report instanceof DataReport.Usable ? "usable" : "refused")
            .put("file", summary.file())
            .put("source", summary.source().toJson())
            .putIfPresent("format", summary.format().map(format -> Json.of(format.text())))
            .put("evidence", summary.evidence())
            .putIfPresent("shape", summary.shape().map(shape -> Json.of(shape.text())))
            .put("blankLines", summary.blank())
            .put("records", summary.records())
            .put("train", summary.train())
            .put("heldOut", summary.heldOut())
            .put("dropped", dropped(summary.dropped()))
            .put("rules", rules(summary.counts()))
            .put("findings", summary.findings().stream().map(Finding::toJson).toList())
            .put("personalData", counts(summary.personal()))
            .putIfPresent("tokens", summary.tokens());
    return out.put("preview", preview(summary.preview())).build();
  }

  private static Json.Obj dropped(Map<Rule, Long> dropped) {
    JsonObject out = Json.object();
    Map<String, Long> byId = new LinkedHashMap<>();
    dropped.forEach((rule, count) -> byId.merge(rule.id(), count, Long::sum));
    byId.forEach(out::put);
    return out.build();
  }

  private static List<Json.Obj> rules(Map<Rule, Long> counts) {
    return counts.entrySet().stream()
        .map(
            entry ->
                Json.object()
                    .put("rule", entry.getKey().id())
                    .put("name", entry.getKey().name())
                    .put("level", entry.getKey().level().letter())
                    .put("count", entry.getValue())
                    .put("title", entry.getKey().title())
                    .build())
        .toList();
  }

  private static Json.Obj counts(Map<String, Long> counts) {
    JsonObject out = Json.object();
    counts.forEach(out::put);
    return out.build();
  }

  private static List<Json> preview(List<List<Rendering.Segment>> records) {
    return records.stream()
        .map(
            record ->
                Json.of(
                    record.stream()
                        .map(
                            segment ->
                                Json.object()
                                    .put("text", shortened(segment.text()))
                                    .put("trained", segment.trained())
                                    .build())
                        .toList()))
        .toList();
  }

  private static String shortened(String text) {
    return Optional.of(text)
        .filter(whole -> whole.length() <= LONGEST_SEGMENT)
        .orElseGet(
            () ->
                // Never between the halves of a pair, which JSON cannot write.
                text.substring(0, text.offsetByCodePoints(0, LONGEST_SEGMENT / 2)) + "…");
  }
}
