package org.obol.finetune.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
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
import org.obol.trainer.LoraSettings;
import org.obol.trainer.lora.AdapterConfig;

/** Step 11: whether attestations, model signature, bill of materials and manifest say the same. */
final class ConsistencyStep {

  private static final String HELD_OUT = "valid";
  private static final FileName ALIAS = new FileName("adapter.safetensors");
  private static final FileName CONFIG = new FileName("adapter/" + AdapterConfig.FILE);
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
        .or(this::configuration)
        .or(this::records)
        .or(this::alias)
        .or(this::evaluation)
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

  /**
   * A loader scales the weights by this file, and may run code or fetch a base that it names; so it
   * is what every backend writes for the manifest's settings, and no byte else.
   */
  private Optional<String> configuration() {
    byte[] wanted = AdapterConfig.text(settings(manifest.outputs().shape())).getBytes(UTF_8);
    return Arrays.equals(run.folder().read(CONFIG, MlBom.MAX_BYTES), wanted)
        ? Optional.empty()
        : Optional.of("\"" + CONFIG + "\" says something else than rank, alpha and targets");
  }

  private static LoraSettings settings(Outputs.AdapterShape shape) {
    try {
      return new LoraSettings(
          Math.toIntExact(shape.rank()), shape.alpha().value(), shape.targets());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new JsonException("no adapter has this shape: " + e.getMessage());
    }
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

  /** A loss is of records that were held out, or nobody could measure it. */
  private Optional<String> evaluation() {
    if (!manifest.eval().split().equals(HELD_OUT)) {
      return Optional.of("the evaluation is of \"%s\"".formatted(manifest.eval().split()));
    }
    boolean heldOut =
        manifest.derived().splits().stream()
            .anyMatch(split -> split.name().equals(HELD_OUT) && split.records() > 0);
    Optional<Decimal> loss = manifest.eval().loss();
    Optional<Decimal> base = manifest.eval().baseLoss();
    if (!heldOut && (loss.isPresent() || base.isPresent())) {
      return Optional.of("the manifest names a loss, but no record was held out");
    }
    return loss.isEmpty() && base.isPresent()
        ? Optional.of("the manifest names a loss of the base, but none of the adapter")
        : Optional.empty();
  }

  /**
   * The report is the evaluator's; where it names the loss, it is to be the one of the manifest.
   */
  private Optional<String> report() {
    byte[] bytes = run.folder().read(manifest.eval().report(), MlBom.MAX_BYTES);
    Json.Obj json = JsonReader.read(bytes, MlBom.MAX_BYTES).asObject("the eval report");
    return disagreement(json, "eval_loss", manifest.eval().loss())
        .or(() -> disagreement(json, "base_loss", manifest.eval().baseLoss()))
        .or(() -> disagreement(json, "perplexity", perplexity()));
  }

  private Optional<Decimal> perplexity() {
    return manifest
        .eval()
        .loss()
        .map(loss -> StrictMath.exp(loss.value().doubleValue()))
        .filter(Double::isFinite)
        .map(Decimal::of);
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
