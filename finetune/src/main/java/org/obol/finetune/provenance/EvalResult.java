package org.obol.finetune.provenance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.dataset.manifest.FileName;

/**
 * How good the adapter is on records that it was not trained on.
 *
 * @param loss mean over the split, in nats for each token; absent when nothing was evaluated
 * @param baseLoss the same without the adapter
 * @param report the file with all of it, one of the outputs
 * @param evaluator name and version of what computed it
 * @param split which records, {@code valid} for example
 * @param metrics more by name
 */
public record EvalResult(
    Optional<Decimal> loss,
    Optional<Decimal> baseLoss,
    FileName report,
    String evaluator,
    String split,
    Map<String, Decimal> metrics) {

  /** Copies the metrics. */
  public EvalResult {
    metrics = RunFields.copy(metrics);
  }

  /** All but the loss, which stands at the top of the manifest. */
  Json.Obj toJson() {
    var named = Json.object();
    metrics.forEach((name, value) -> named.put(name, value.text()));
    return Json.object()
        .put("report", report.text())
        .put("evaluator", evaluator)
        .put("split", split)
        .putIfPresent("base_loss", baseLoss.map(d -> Json.of(d.text())))
        .put("metrics", named.build())
        .build();
  }

  static EvalResult fromJson(Optional<Decimal> loss, Json.Obj json) {
    Map<String, Decimal> metrics = new LinkedHashMap<>();
    RunFields.texts(json, "metrics")
        .forEach((name, text) -> metrics.put(name, RunFields.value(text, name, Decimal::new)));
    return new EvalResult(
        loss,
        RunFields.decimal(json, "base_loss"),
        RunFields.name(json, "report"),
        json.requireText("evaluator"),
        json.requireText("split"),
        metrics);
  }
}
