package org.obol.cli.anonymize;

import org.obol.anonymize.Report;
import org.obol.anonymize.files.ReportJson;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.crypto.Sha256;

/** What a manifest says about the run that made its files (protocol section 2). */
public final class Claim {

  private Claim() {}

  /** Hash of the report without its timing, the engine, and how many of each label were found. */
  public static Json.Obj of(Report report) {
    JsonObject entities = Json.object();
    report.labels().forEach((label, found) -> entities.put(label, found.count()));
    return Json.object()
        .put("reportSha256", Sha256.hash(ReportJson.lasting(report)).hex())
        .put("engine", report.engine())
        .put("entities", entities.build())
        .build();
  }
}
