package org.obol.finetune.verify;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.dataset.manifest.FileName;
import org.obol.finetune.provenance.Attestations;
import org.obol.finetune.provenance.Decimal;
import org.obol.finetune.provenance.DerivedData;
import org.obol.finetune.provenance.HashedFile;
import org.obol.finetune.provenance.MlBom;
import org.obol.finetune.provenance.ModelSignature;
import org.obol.finetune.provenance.ModelSignature.HashedName;
import org.obol.finetune.provenance.Outputs;
import org.obol.finetune.provenance.RunFiles;
import org.obol.finetune.provenance.RunManifest;
import org.obol.finetune.provenance.RunProvenance;
import org.obol.finetune.provenance.Statement;

/** Step 11: whether attestations, model signature, bill of materials and manifest say the same. */
final class ConsistencyStep {

  private static final FileName ALIAS = new FileName("adapter.safetensors");
  private static final Set<String> ADAPTER_FILES =
      Set.of("adapter_model.safetensors", "adapter_config.json", "README.md");

  private final Subject run;
  private final RunManifest manifest;

  ConsistencyStep(Subject run) {
    this.run = run;
    this.manifest = run.manifest();
  }

  Outcome check() {
    return attestation()
        .or(this::model)
        .or(this::bom)
        .or(this::adapter)
        .or(this::records)
        .or(this::alias)
        .or(this::report)
        .<Outcome>map(fault -> new Outcome.Failed(FailureClass.INCONSISTENT, fault))
        .orElseGet(
            () ->
                new Outcome.Passed(
                    "attestation, model signature, bill of materials and manifest say the same"));
  }

  private Optional<String> attestation() {
    byte[] bytes = run.folder().read(RunFiles.ATTESTATIONS, Attestations.MAX_BYTES);
    Statement found = Attestations.verify(bytes, manifest.signer()).statement();
    Statement expected = RunProvenance.of(run.document());
    if (!Set.copyOf(found.subjects()).equals(Set.copyOf(expected.subjects()))) {
      return Optional.of("the attestation is about other files: it is of another run");
    }
    if (!found
        .predicate()
        .object("buildDefinition")
        .equals(expected.predicate().object("buildDefinition"))) {
      return Optional.of("the attestation names other inputs than the manifest");
    }
    return found.predicate().equals(expected.predicate())
        ? Optional.empty()
        : Optional.of("the attestation says another run, runner or time than the manifest");
  }

  private Optional<String> model() {
    byte[] bytes = run.folder().read(RunFiles.MODEL_SIGNATURE, ModelSignature.MAX_BYTES);
    List<HashedName> signed = ModelSignature.verify(bytes, manifest.signer().attestationKey());
    List<HashedName> expected =
        manifest.outputs().adapterFiles().stream()
            .map(file -> new HashedName(file.name().text(), file.sha256()))
            .toList();
    return signed.equals(expected)
        ? Optional.empty()
        : Optional.of("the model signature is over other files than the manifest's adapter");
  }

  private Optional<String> bom() {
    return MlBom.disagreement(run.folder().read(RunFiles.BOM, MlBom.MAX_BYTES), manifest);
  }

  /** Loaders take what has the name they know, and some of them run what is a pickle. */
  private Optional<String> adapter() {
    if (!manifest.outputs().adapter().equals(RunFiles.WEIGHTS)) {
      return Optional.of(
          "the adapter is \"%s\", but who loads it reads \"%s\""
              .formatted(manifest.outputs().adapter(), RunFiles.WEIGHTS));
    }
    return manifest.outputs().adapterFiles().stream()
        .map(file -> file.name().text())
        .filter(name -> !ADAPTER_FILES.contains(name))
        .findFirst()
        .map(name -> "\"adapter/" + name + "\" is no part of an adapter that obol makes");
  }

  private Optional<String> records() {
    long learned =
        manifest.derived().splits().stream()
            .filter(split -> split.name().equals("train"))
            .mapToLong(DerivedData.Split::records)
            .sum();
    return learned == manifest.records()
        ? Optional.empty()
        : Optional.of(
            "the manifest says " + manifest.records() + " records, its split says " + learned);
  }

  private Optional<String> alias() {
    Outputs outputs = manifest.outputs();
    Optional<HashedFile> alias = outputs.file(ALIAS);
    return alias.isPresent() && !alias.get().sameContent(outputs.weights())
        ? Optional.of("\"" + ALIAS + "\" has other bytes than \"" + outputs.adapter() + "\"")
        : Optional.empty();
  }

  /**
   * The report is the evaluator's; where it names the loss, it is to be the one of the manifest.
   */
  private Optional<String> report() {
    byte[] bytes = run.folder().read(manifest.eval().report(), MlBom.MAX_BYTES);
    Json.Obj json = JsonReader.read(bytes, MlBom.MAX_BYTES).asObject("the eval report");
    return disagreement(json, "eval_loss", manifest.eval().loss())
        .or(() -> disagreement(json, "base_loss", manifest.eval().baseLoss()));
  }

  private Optional<String> disagreement(Json.Obj report, String name, Optional<Decimal> claimed) {
    return report
        .get(name)
        .filter(reported -> !isSame(reported, claimed))
        .map(
            reported ->
                "\"%s\" says the %s %s, the manifest %s"
                    .formatted(
                        manifest.eval().report(),
                        name,
                        reported.text(),
                        claimed.map(Decimal::text).orElse("none")));
  }

  private static boolean isSame(Json reported, Optional<Decimal> claimed) {
    return switch (reported) {
      case Json.Null nothing -> claimed.isEmpty();
      case Json.Str text -> isSame(text.value(), claimed);
      case Json.Num number -> isSame(number.literal(), claimed);
      default -> false;
    };
  }

  private static boolean isSame(String reported, Optional<Decimal> claimed) {
    try {
      Decimal found = new Decimal(reported);
      return claimed.filter(l -> l.value().compareTo(found.value()) == 0).isPresent();
    } catch (IllegalArgumentException notANumber) {
      return false;
    }
  }
}
