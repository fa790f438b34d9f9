package org.obol.finetune.provenance;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.crypto.Sha256;
import org.obol.finetune.provenance.Statement.Subject;

/**
 * The run as SLSA provenance (https://slsa.dev/spec/v1.0/provenance): training is a build, dataset
 * and base model are its dependencies. docs/finetune-buildtype.md describes the build type.
 */
public final class RunProvenance {

  /** The predicate type. */
  public static final String PREDICATE = "https://slsa.dev/provenance/v1";

  /** Our build type. */
  public static final String BUILD_TYPE = "https://obol.org/dataset/finetune/v1";

  private RunProvenance() {}

  /** The statement about {@code run}: its subjects are the outputs and the manifest itself. */
  public static Statement of(RunDocument run) {
    RunManifest manifest = run.manifest();
    List<Subject> subjects =
        Stream.concat(manifest.outputs().files().stream(), Stream.of(run.file()))
            .map(file -> new Subject(file.name().text(), file.sha256()))
            .toList();
    return new Statement(
        subjects,
        PREDICATE,
        Json.object()
            .put("buildDefinition", buildDefinition(manifest))
            .put("runDetails", runDetails(manifest))
            .build());
  }

  private static Json.Obj buildDefinition(RunManifest run) {
    JsonObject external =
        Json.object()
            .put("mode", run.mode().word())
            .put("binding", run.dataset().binding())
            .put("base_model", run.base().id())
            .put("backend", run.training().backend().id())
            .put("hyperparams", RunFields.ofTexts(run.training().hyperparams()))
            .put("seed", Long.toString(run.training().seed()));
    if (run.dataset() instanceof DatasetClaim.Bound bound) {
      external.put("dataset", bound.origin().text()).put("version", bound.entry().seq());
    }
    return Json.object()
        .put("buildType", BUILD_TYPE)
        .put("externalParameters", external.build())
        .put("resolvedDependencies", dependencies(run))
        .build();
  }

  private static List<Json.Obj> dependencies(RunManifest run) {
    List<Json.Obj> all = new ArrayList<>();
    switch (run.dataset()) {
      case DatasetClaim.Bound bound -> addVersion(bound, all);
      case DatasetClaim.Unbound unbound ->
          all.add(
              dependency(
                  "dataset",
                  unbound.file().sha256(),
                  Json.object().put("binding", unbound.binding())));
    }
    run.dataset().evidenceFiles().forEach(file -> all.add(dependency(file.name().text(), file)));
    run.base().files().forEach(file -> all.add(dependency("base/" + file.name(), file)));
    run.training()
        .config()
        .ifPresent(config -> all.add(dependency("config/" + config.name(), config.sha256())));
    return all;
  }

  private static void addVersion(DatasetClaim.Bound bound, List<Json.Obj> all) {
    all.add(
        dependency(
            "dataset",
            bound.file().sha256(),
            Json.object()
                .put("binding", bound.binding())
                .put("manifestHash", bound.entry().manifestHash().hex())
                .put("version", bound.entry().seq())
                .put("owner", bound.origin().owner().hex())));
    all.add(
        dependency(
            "version-entry",
            bound.entry().claim().digest(),
            Json.object().put("signature", bound.entry().signature().hex())));
  }

  private static Json.Obj runDetails(RunManifest run) {
    return Json.object()
        .put(
            "builder",
            Json.object()
                .put("id", builder(run.signer()))
                .put("version", Json.object().put("obol", run.environment().program()).build())
                .build())
        .put(
            "metadata",
            Json.object()
                .put("invocationId", run.id().text())
                .put("startedOn", run.times().started().toString())
                .put("finishedOn", run.times().finished().toString())
                .build())
        .put(
            "byproducts",
            run.outputs().logs().stream().map(log -> dependency(log.name().text(), log)).toList())
        .build();
  }

  /** The runner's account (did:pkh) is who has to be trusted. */
  private static String builder(Signer signer) {
    return "did:pkh:eip155:1:" + signer.address().hex();
  }

  private static Json.Obj dependency(String name, HashedFile file) {
    return dependency(name, file.sha256());
  }

  private static Json.Obj dependency(String name, Sha256 sha256) {
    return Json.object().put("name", name).put("digest", Statement.digest(sha256)).build();
  }

  private static Json.Obj dependency(String name, Sha256 sha256, JsonObject annotations) {
    return Json.object()
        .put("name", name)
        .put("digest", Statement.digest(sha256))
        .put("annotations", annotations.build())
        .build();
  }
}
