package org.obol.finetune.provenance;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.Sha256;

/**
 * The model that was tuned.
 *
 * @param id its name, on a hub for example; never a folder of this machine
 * @param source where it came from, in words or as a URL
 * @param files every file that the trainer read: config, tokenizer, weights
 * @param architecture {@code LlamaForCausalLM} for example
 */
public record BaseModel(
    String id,
    String source,
    List<HashedFile> files,
    Optional<String> license,
    String architecture) {

  /**
   * Copies the list, in the order of the names.
   *
   * @throws JsonException when no file is named, or one twice
   */
  public BaseModel {
    files = RunFields.distinct("base", files.stream().sorted(ModelRoot.ORDER).toList());
    if (files.isEmpty()) {
      throw new JsonException("base names no file");
    }
  }

  /** One digest over all files, as OpenSSF Model Signing computes it. */
  public Sha256 root() {
    return ModelRoot.of(files);
  }

  Json.Obj toJson() {
    return Json.object()
        .put("source", source)
        .put("architecture", architecture)
        .putIfPresent("license", RunFields.text(license))
        .put("files", RunFields.ofFiles(files))
        .put("root_digest", root().hex())
        .build();
  }

  static BaseModel fromJson(String id, Json.Obj json) {
    var base =
        new BaseModel(
            id,
            json.requireText("source"),
            RunFields.files(json, "files"),
            json.text("license"),
            json.requireText("architecture"));
    ModelRoot.requireEqual("base", base.root(), json);
    return base;
  }
}
