package org.obol.finetune.data;

import org.obol.crypto.Json;
import org.obol.crypto.Sha256;

/**
 * A file by its content.
 *
 * @param lines all of them, blank ones included
 */
public record Source(Sha256 sha256, long bytes, LineRoot lines) {

  /** The member of reports and manifests. */
  public Json.Obj toJson() {
    return Json.object()
        .put("sha256", sha256.hex())
        .put("bytes", bytes)
        .put("lines", lines.lines())
        .put("lineRoot", lines.root().hex())
        .build();
  }

  static Source fromJson(Json.Obj json) {
    return new Source(
        new Sha256(json.requireText("sha256")),
        json.requireInteger("bytes"),
        new LineRoot(json.requireInteger("lines"), new Sha256(json.requireText("lineRoot"))));
  }
}
