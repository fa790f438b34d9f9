package org.obol.finetune.provenance;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.obol.crypto.CanonicalJson;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonObject;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.FileName;

/**
 * What a run says about itself: which bytes, which base, which trainer, what came out. The names
 * that obol/finetune@v1 knows ({@code dataset_hash}, {@code dataset_file_hash}, {@code base_model},
 * {@code backend}, {@code hyperparams}, {@code eval_loss}, {@code adapter}, {@code records}, {@code
 * created_at}) stand at the top; the rest is in groups. Numbers that are not counts are texts.
 */
public record RunManifest(
    RunId id,
    RunMode mode,
    RunTimes times,
    DatasetClaim dataset,
    long records,
    DerivedData derived,
    BaseModel base,
    Training training,
    Environment environment,
    Outputs outputs,
    EvalResult eval,
    Signer signer) {

  /** Value of the {@code schema} member. */
  public static final String SCHEMA = "obol-run/1";

  private static final String MOCK_BACKEND = "mock";

  /**
   * Checks what the groups say about each other.
   *
   * @throws JsonException naming the rule that is broken
   */
  public RunManifest {
    RunFields.requireCount("records", records);
    if (outputs.file(eval.report()).isEmpty()) {
      throw new JsonException("the eval report \"" + eval.report() + "\" is not among the outputs");
    }
    if (mode == RunMode.REAL && training.backend().id().equals(MOCK_BACKEND)) {
      throw new JsonException("a run of the backend " + MOCK_BACKEND + " trains nothing");
    }
    RunFields.distinct("the manifest", files(outputs, dataset));
  }

  /** Every file in the run's folder that the manifest names with a digest, but for the logs. */
  public List<HashedFile> files() {
    return files(outputs, dataset);
  }

  private static List<HashedFile> files(Outputs outputs, DatasetClaim dataset) {
    return Stream.concat(outputs.files().stream(), dataset.evidenceFiles().stream()).toList();
  }

  /**
   * Two honest runs of a bit-exact backend share it: SHA-256 over the digests of the dataset, the
   * derived data, the base, the training and the outputs, without times, machine, logs or names of
   * who signed.
   */
  public Sha256 reproducibleDigest() {
    Json.Obj made = outputs.toJson();
    return Sha256.hash(
        CanonicalJson.bytes(
            identity()
                .put("derived_data", derived.toJson())
                .put("base", base.toJson())
                .put("training", training.toJson())
                .put(
                    "outputs",
                    Json.object()
                        .put("files", made.list("files").orElseThrow())
                        .put("adapter", RunFields.object(made, "adapter"))
                        .build())
                .build()));
  }

  /** The wire form, not yet canonical. */
  public Json.Obj toJson() {
    return identity()
        .put("schema", SCHEMA)
        .put("run_id", id.text())
        .put("created_at", times.created().toString())
        .put("started_at", times.started().toString())
        .put("finished_at", times.finished().toString())
        .put("binding", dataset.binding())
        .putIfPresent("eval_loss", eval.loss().map(loss -> Json.of(loss.text())))
        .put("dataset", dataset.toJson())
        .put("derived_data", derived.toJson())
        .put("base", base.toJson())
        .put("training", training.toJson())
        .put("environment", environment.toJson())
        .put("outputs", outputs.toJson())
        .put("eval", eval.toJson())
        .put("signer", signer.toJson())
        .put("reproducible_digest", reproducibleDigest().hex())
        .build();
  }

  /** The members at the top that a repeated run shares. */
  private JsonObject identity() {
    JsonObject out =
        Json.object()
            .put("mode", mode.word())
            .put("dataset_file_hash", dataset.file().sha256().hex());
    if (dataset instanceof DatasetClaim.Bound bound) {
      out.put("dataset_hash", bound.entry().manifestHash().hex());
    }
    return out.put("base_model", base.id())
        .put("backend", training.backend().id())
        .put("hyperparams", RunFields.ofTexts(training.hyperparams()))
        .put("adapter", outputs.adapter().text())
        .put("records", records);
  }

  /**
   * Reads the wire form. Unknown members are ignored unless {@code crit} names them.
   *
   * @throws JsonException naming the member that is missing, malformed or not understood
   */
  public static RunManifest fromJson(Json json) {
    Json.Obj run = json.asObject("a run manifest");
    String schema = run.requireText("schema");
    if (!schema.equals(SCHEMA)) {
      throw new JsonException("run manifest schema \"" + schema + "\" is not " + SCHEMA);
    }
    List<Json> critical = run.list("crit").orElse(List.of());
    if (!critical.isEmpty()) {
      throw new JsonException(
          "the run manifest demands extensions this program does not know: "
              + Json.of(critical).text()
              + ". Use a newer version of obol");
    }
    RunManifest manifest = read(run);
    if (!manifest.reproducibleDigest().equals(RunFields.hash(run, "reproducible_digest"))) {
      throw new JsonException(
          "reproducible_digest is not the one of the members, " + manifest.reproducibleDigest());
    }
    return manifest;
  }

  private static RunManifest read(Json.Obj run) {
    FileName adapter = RunFields.name(run, "adapter");
    Optional<Decimal> loss = RunFields.decimal(run, "eval_loss");
    return new RunManifest(
        RunFields.value(run.requireText("run_id"), "run_id", RunId::new),
        RunMode.of(run.requireText("mode")),
        new RunTimes(
            RunFields.time(run, "started_at"),
            RunFields.time(run, "finished_at"),
            RunFields.time(run, "created_at")),
        DatasetClaim.fromJson(run),
        run.requireInteger("records"),
        DerivedData.fromJson(RunFields.object(run, "derived_data")),
        BaseModel.fromJson(run.requireText("base_model"), RunFields.object(run, "base")),
        Training.fromJson(
            run.requireText("backend"),
            RunFields.texts(run, "hyperparams"),
            RunFields.object(run, "training")),
        Environment.fromJson(RunFields.object(run, "environment")),
        Outputs.fromJson(adapter, RunFields.object(run, "outputs")),
        EvalResult.fromJson(loss, RunFields.object(run, "eval")),
        Signer.fromJson(RunFields.object(run, "signer")));
  }
}
