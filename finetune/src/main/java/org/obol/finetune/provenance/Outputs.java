package org.obol.finetune.provenance;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.FileName;

/**
 * What a run made.
 *
 * @param adapter the file with the weights, one of {@code files}
 * @param files every file of the run that a manifest can name, by its path in the run's folder
 * @param logs digests only: the files themselves need not be passed on
 */
public record Outputs(
    FileName adapter, List<HashedFile> files, AdapterShape shape, List<HashedFile> logs) {

  /** The folder of the adapter, as OpenSSF Model Signing covers it. */
  public static final String ADAPTER_FOLDER = "adapter/";

  /**
   * The form of the adapter.
   *
   * @param format {@code peft}
   * @param alpha of LoRA
   * @param targets the modules that were adapted
   * @param convertedFrom digest of the file that the trainer itself wrote in another form
   */
  public record AdapterShape(
      String format,
      long rank,
      Decimal alpha,
      List<String> targets,
      Optional<Sha256> convertedFrom) {

    /** Copies the list and checks the rank. */
    public AdapterShape {
      targets = List.copyOf(targets);
      RunFields.requireCount("rank", rank);
    }

    Json.Obj toJson() {
      return Json.object()
          .put("format", format)
          .put("rank", rank)
          .put("alpha", alpha.text())
          .put("targets", targets.stream().map(Json::of).toList())
          .putIfPresent("converted_from", RunFields.hash(convertedFrom))
          .build();
    }

    static AdapterShape fromJson(Json.Obj json) {
      return new AdapterShape(
          json.requireText("format"),
          json.requireInteger("rank"),
          RunFields.decimal(json, "alpha").orElseThrow(() -> RunFields.missing("alpha")),
          RunFields.list(json, "targets").stream().map(t -> t.asText("a target")).toList(),
          RunFields.optionalHash(json, "converted_from"));
    }
  }

  /**
   * Copies the lists.
   *
   * @throws JsonException when a file is named twice, or the adapter is not among them
   */
  public Outputs {
    files = RunFields.distinct("outputs", files);
    logs = RunFields.distinct("logs", logs);
    if (find(files, adapter).isEmpty()) {
      throw new JsonException("the adapter \"" + adapter + "\" is not among the outputs");
    }
  }

  /** The output of that name. */
  public Optional<HashedFile> file(FileName name) {
    return find(files, name);
  }

  /** The file with the weights. */
  public HashedFile weights() {
    return file(adapter).orElseThrow();
  }

  /**
   * The files below {@value #ADAPTER_FOLDER}, by their names there, in the order of Model Signing.
   */
  public List<HashedFile> adapterFiles() {
    return files.stream()
        .filter(file -> file.name().text().startsWith(ADAPTER_FOLDER))
        .map(
            file -> file.named(new FileName(file.name().text().substring(ADAPTER_FOLDER.length()))))
        .sorted(ModelRoot.ORDER)
        .toList();
  }

  /** One digest over the files of the adapter. */
  public Sha256 root() {
    return ModelRoot.of(adapterFiles());
  }

  Json.Obj toJson() {
    return Json.object()
        .put("files", RunFields.ofFiles(files))
        .put("root_digest", root().hex())
        .put("adapter", shape.toJson())
        .put("logs", RunFields.ofFiles(logs))
        .build();
  }

  static Outputs fromJson(FileName adapter, Json.Obj json) {
    var outputs =
        new Outputs(
            adapter,
            RunFields.files(json, "files"),
            AdapterShape.fromJson(RunFields.object(json, "adapter")),
            RunFields.files(json, "logs"));
    ModelRoot.requireEqual("outputs", outputs.root(), json);
    return outputs;
  }

  private static Optional<HashedFile> find(List<HashedFile> files, FileName name) {
    return files.stream().filter(file -> file.name().equals(name)).findFirst();
  }
}
