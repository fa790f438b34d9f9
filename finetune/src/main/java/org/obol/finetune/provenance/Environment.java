package org.obol.finetune.provenance;

import java.util.Map;
import org.obol.crypto.Json;

/**
 * Where a run happened, as it says itself; not part of what is reproducible.
 *
 * @param program name, version and build of this program
 * @param details more by name: processor, accelerator, Python, digest of its packages, container
 */
public record Environment(
    String program, String java, String os, String arch, Map<String, String> details) {

  /** Copies the details. */
  public Environment {
    details = RunFields.copy(details);
  }

  Json.Obj toJson() {
    return Json.object()
        .put("program", program)
        .put("java", java)
        .put("os", os)
        .put("arch", arch)
        .put("details", RunFields.ofTexts(details))
        .build();
  }

  static Environment fromJson(Json.Obj json) {
    return new Environment(
        json.requireText("program"),
        json.requireText("java"),
        json.requireText("os"),
        json.requireText("arch"),
        RunFields.texts(json, "details"));
  }
}
