package org.obol.finetune.data;

import org.obol.crypto.Json;
import org.obol.crypto.Sha256;

/**
 * A file by its content.
 *
 * @param lines how many, blank ones included
 * @param lineRoot root of the RFC 6962 tree over the lines in order: leaf i is SHA-256(0x00‖line)
 */
public record Source(Sha256 sha256, long bytes, long lines, Sha256 lineRoot) {

  /** The member of reports and manifests. */
  public Json.Obj toJson() {
    return Json.object()
        .put("sha256", sha256.hex())
        .put("bytes", bytes)
        .put("lines", lines)
        .put("lineRoot", lineRoot.hex())
        .build();
  }

  static Source fromJson(Json.Obj json) {
    return new Source(
        new Sha256(json.requireText("sha256")),
        json.requireInteger("bytes"),
        json.requireInteger("lines"),
        new Sha256(json.requireText("lineRoot")));
  }
}
