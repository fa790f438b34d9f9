package org.obol.finetune.run;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.crypto.ObolException;
import org.obol.finetune.backend.BackendRun;
import org.obol.finetune.backend.ReportedLoss;
import org.obol.finetune.backend.RunPlan;
import org.obol.finetune.provenance.Decimal;
import org.obol.trainer.eval.Evaluation;
import org.obol.trainer.eval.Evaluator;
import org.obol.trainer.lora.LoraAdapter;
import org.obol.trainer.safetensors.SafetensorsFile;
import org.obol.trainer.text.Example;

/**
 * One way to measure every adapter, whichever backend made it: the token-weighted mean negative log
 * likelihood of what is learned in the held-out records, with the base model alone and with the
 * adapter, in 32-bit floats.
 */
final class Measurement {

  /** Name and version of this way. */
  static final String EVALUATOR = "obol-eval/1";

  /**
   * What came out.
   *
   * @param neutral ours; absent when nothing was held out or the model cannot be loaded
   * @param why there is none of ours
   */
  record Measured(
      Optional<Neutral> neutral, Optional<ReportedLoss> reported, Optional<String> why) {

    /** The loss of record. */
    Optional<Double> loss() {
      return neutral.map(n -> n.tuned().loss()).or(() -> reported.map(ReportedLoss::value));
    }

    String evaluator() {
      return neutral.isPresent() || reported.isEmpty() ? EVALUATOR : "backend";
    }

    Json.Obj toJson() {
      JsonObject out = Json.object().put("evaluator", evaluator()).put("split", "valid");
      loss().ifPresent(loss -> out.put("eval_loss", Decimal.of(loss).text()));
      neutral.ifPresent(
          n ->
              out.put("base_loss", Decimal.of(n.base().loss()).text())
                  .put("perplexity", Decimal.of(n.tuned().perplexity()).text())
                  .put("tokens", n.tuned().tokens())
                  .put("examples", n.tuned().examples())
                  .put("truncated", n.truncated()));
      why.ifPresent(reason -> out.put("note", reason));
      reported.ifPresent(
          r ->
              out.put(
                  "backend_reported",
                  Json.object()
                      .put("name", r.name())
                      .put("value", Decimal.of(r.value()).text())
                      .put("source", r.source())
                      .put("raw", r.raw())
                      .build()));
      return out.build();
    }
  }

  /** Both losses of our own. */
  record Neutral(Evaluation base, Evaluation tuned, long truncated) {}

  private final LoadedBase base;
  private final int threads;

  Measurement(LoadedBase base, int threads) {
    this.base = base;
    this.threads = threads;
  }

  Measured of(RunPlan plan, BackendRun.Outcome trained) {
    if (plan.valid().isEmpty()) {
      // A tool may report a loss all the same: of the records that it was trained on.
      return new Measured(Optional.empty(), Optional.empty(), Optional.of("nothing was held out"));
    }
    List<Example> heldOut = base.examples(plan.valid().get().file());
    try {
      return new Measured(Optional.of(neutral(plan, heldOut)), trained.loss(), Optional.empty());
    } catch (ObolException e) {
      // The loss of the backend then stands alone, and the document says why.
      return new Measured(
          Optional.empty(),
          trained.loss(),
          Optional.of("not measured by this program: " + e.getMessage()));
    }
  }

  private Neutral neutral(RunPlan plan, List<Example> heldOut) {
    var evaluator = new Evaluator(base.model(), threads);
    try (var weights =
        SafetensorsFile.open(plan.files().adapter().resolve("adapter_model.safetensors"))) {
      LoraAdapter adapter =
          LoraAdapter.fromTensors(base.config(), plan.hyperparameters().lora(), weights);
      return new Neutral(
          evaluator.evaluate(heldOut, LoraAdapter.none()),
          evaluator.evaluate(heldOut, adapter),
          heldOut.stream().filter(example -> example.cut() > 0).count());
    }
  }
}
