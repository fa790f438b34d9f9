package org.obol.finetune.provenance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonObject;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Sha256;

/**
 * The bill of materials of an adapter (CycloneDX 1.7, ML-BOM): the adapter as a model, the dataset
 * as data, the base as a model. It holds no time and nothing random, so that repeated runs share
 * it.
 */
public final class MlBom {

  /** Longest bill of materials that is read, 16 MiB. */
  public static final long MAX_BYTES = 16L << 20;

  private static final String ADAPTER = "adapter";
  private static final String DATASET = "dataset";
  private static final String BASE = "base-model";

  private MlBom() {}

  static byte[] of(RunFacts run, DatasetClaim dataset, HashedFile weights) {
    Json.Obj bom =
        Json.object()
            .put("$schema", "http://cyclonedx.org/schema/bom-1.7.schema.json")
            .put("bomFormat", "CycloneDX")
            .put("specVersion", "1.7")
            .put("version", 1)
            .put("metadata", Json.object().put("component", adapter(run, dataset, weights)).build())
            .put("components", List.of(data(dataset), base(run.base())))
            .put(
                "dependencies",
                List.of(
                    Json.object()
                        .put("ref", ADAPTER)
                        .put("dependsOn", List.of(Json.of(DATASET), Json.of(BASE)))
                        .build()))
            .build();
    return (bom.text() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * What {@code bom} says other than {@code run}; empty when they agree.
   *
   * @throws JsonException when it is not a bill of materials of this form
   */
  public static Optional<String> disagreement(byte[] bom, RunManifest run) {
    Json.Obj json = JsonReader.read(bom, MAX_BYTES).asObject("a bill of materials");
    Json.Obj adapter = RunFields.object(RunFields.object(json, "metadata"), "component");
    if (!digest(adapter).equals(run.outputs().weights().sha256())) {
      return Optional.of("the bill of materials is of another adapter");
    }
    if (!property(adapter, "obol:binding").equals(Optional.of(run.dataset().binding()))
        || !property(adapter, "obol:mode").equals(Optional.of(run.mode().word()))) {
      return Optional.of("the bill of materials says another binding or mode than the manifest");
    }
    Json.Obj dataset = component(json, DATASET);
    if (!digest(dataset).equals(run.dataset().file().sha256())) {
      return Optional.of("the bill of materials is of another dataset");
    }
    Optional<String> version =
        run.dataset() instanceof DatasetClaim.Bound bound
            ? Optional.of(bound.entry().manifestHash().hex())
            : Optional.empty();
    if (!property(dataset, "obol:manifestHash").equals(version) || !isNamed(dataset, run)) {
      return Optional.of("the bill of materials is of another version of the dataset");
    }
    Json.Obj base = component(json, BASE);
    return property(base, "obol:root_digest").equals(Optional.of(run.base().root().hex()))
            && base.requireText("name").equals(run.base().id())
        ? Optional.empty()
        : Optional.of("the bill of materials is of another base model");
  }

  private static boolean isNamed(Json.Obj dataset, RunManifest run) {
    return switch (run.dataset()) {
      case DatasetClaim.Unbound nobody -> property(dataset, "obol:owner").isEmpty();
      case DatasetClaim.Bound bound ->
          dataset.requireText("name").equals(bound.origin().dataset().text())
              && dataset.text("version").equals(Optional.of("v" + bound.entry().seq()))
              && property(dataset, "obol:owner").equals(Optional.of(bound.origin().owner().hex()));
    };
  }

  private static Json.Obj adapter(RunFacts run, DatasetClaim dataset, HashedFile weights) {
    List<Json.Obj> properties = new ArrayList<>();
    properties.add(property("obol:mode", run.mode().word()));
    properties.add(property("obol:binding", dataset.binding()));
    properties.add(property("obol:backend", run.training().backend().id()));
    run.training()
        .hyperparams()
        .forEach((name, value) -> properties.add(property("obol:hyperparam:" + name, value)));
    return Json.object()
        .put("type", "machine-learning-model")
        .put("bom-ref", ADAPTER)
        .put("name", run.base().id() + "-" + run.shape().format())
        .put("description", ModelCard.sentence(run, dataset))
        .put("hashes", List.of(hash(weights.sha256())))
        .put("modelCard", modelCard(run))
        .put("properties", properties)
        .build();
  }

  private static Json.Obj modelCard(RunFacts run) {
    JsonObject parameters =
        Json.object()
            .put("approach", Json.object().put("type", "supervised").build())
            .put("task", "text-generation")
            .put("architectureFamily", run.base().architecture())
            .put("datasets", List.of(Json.object().put("ref", DATASET).build()));
    JsonObject card = Json.object().put("modelParameters", parameters.build());
    List<Json.Obj> metrics = new ArrayList<>();
    run.eval().loss().ifPresent(loss -> metrics.add(metric("eval_loss", loss, run.eval())));
    run.eval().baseLoss().ifPresent(loss -> metrics.add(metric("base_loss", loss, run.eval())));
    run.eval().metrics().forEach((name, value) -> metrics.add(metric(name, value, run.eval())));
    if (!metrics.isEmpty()) {
      card.put("quantitativeAnalysis", Json.object().put("performanceMetrics", metrics).build());
    }
    return card.build();
  }

  private static Json.Obj data(DatasetClaim dataset) {
    JsonObject out =
        Json.object()
            .put("type", "data")
            .put("bom-ref", DATASET)
            .put("hashes", List.of(hash(dataset.file().sha256())));
    return switch (dataset) {
      case DatasetClaim.Unbound nobody ->
          out.put("name", "UNVERIFIED dataset")
              .put("data", List.of(Json.object().put("type", "dataset").build()))
              .build();
      case DatasetClaim.Bound bound ->
          out.put("name", bound.origin().dataset().text())
              .put("version", "v" + bound.entry().seq())
              .putIfPresent("licenses", bound.license().id().map(MlBom::license))
              .put(
                  "data",
                  List.of(
                      Json.object()
                          .put("type", "dataset")
                          .put("name", bound.file().name().text())
                          .build()))
              .put(
                  "properties",
                  List.of(
                      property("obol:manifestHash", bound.entry().manifestHash().hex()),
                      property("obol:owner", bound.origin().owner().hex())))
              .build();
    };
  }

  private static Json.Obj base(BaseModel base) {
    List<Json.Obj> files =
        base.files().stream()
            .map(
                file ->
                    Json.object()
                        .put("type", "file")
                        .put("name", file.name().text())
                        .put("hashes", List.of(hash(file.sha256())))
                        .build())
            .toList();
    return Json.object()
        .put("type", "machine-learning-model")
        .put("bom-ref", BASE)
        .put("name", base.id())
        .put("licenses", license(base.license()))
        .put("components", files)
        .put("properties", List.of(property("obol:root_digest", base.root().hex())))
        .build();
  }

  private static Json license(String name) {
    // By name: the schema knows only the ids of its day.
    return Json.of(
        List.of(Json.object().put("license", Json.object().put("name", name).build()).build()));
  }

  private static Json.Obj metric(String type, Decimal value, EvalResult eval) {
    return Json.object()
        .put("type", type)
        .put("value", value.text())
        .put("slice", eval.split())
        .build();
  }

  private static Json.Obj hash(Sha256 sha256) {
    return Json.object().put("alg", "SHA-256").put("content", sha256.hex()).build();
  }

  private static Json.Obj property(String name, String value) {
    return Json.object().put("name", name).put("value", value).build();
  }

  private static Json.Obj component(Json.Obj bom, String ref) {
    return RunFields.list(bom, "components").stream()
        .map(component -> component.asObject("a component"))
        .filter(component -> component.text("bom-ref").equals(Optional.of(ref)))
        .findFirst()
        .orElseThrow(() -> new JsonException("the bill of materials has no component " + ref));
  }

  private static Sha256 digest(Json.Obj component) {
    List<Json> hashes = RunFields.list(component, "hashes");
    if (hashes.size() != 1) {
      throw new JsonException("a component has " + hashes.size() + " hashes, not one");
    }
    return RunFields.hash(hashes.getFirst().asObject("a hash"), "content");
  }

  private static Optional<String> property(Json.Obj component, String name) {
    return component.list("properties").orElse(List.of()).stream()
        .map(property -> property.asObject("a property"))
        .filter(property -> property.text("name").equals(Optional.of(name)))
        .findFirst()
        .flatMap(property -> property.text("value"));
  }
}
