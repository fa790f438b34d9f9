package org.obol.finetune.provenance;

import java.util.List;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.Sha256;

/**
 * The model that was tuned.
 *
 * @param id its name, on a hub for example; never a folder of this machine
 * @param source where it came from, in words or as a URL
 * @param files every file that the trainer read: config, tokenizer, weights
 * @param license what its folder says, else {@value #UNKNOWN}
 * @param architecture {@code LlamaForCausalLM} for example
 */
public record BaseModel(
    String id, String source, List<HashedFile> files, String license, String architecture) {

  /** The licence of a base whose folder names none. */
  public static final String UNKNOWN = "unknown";

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
        .put("license", license)
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
            json.requireText("license"),
            json.requireText("architecture"));
    ModelRoot.requireEqual("base", base.root(), json);
    return base;
  }
}
