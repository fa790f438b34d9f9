package org.obol.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.obol.anonymize.Policy;
import org.obol.anonymize.Report;
import org.obol.anonymize.files.AnonymizeFiles;
import org.obol.anonymize.files.ReportText;
import org.obol.cli.Figures;
import org.obol.cli.anonymize.Claim;
import org.obol.crypto.Json;

/** The first step of the demo: personal data and secrets are taken out of the file. */
final class AnonymizeStep {

  private final Tale tale;

  AnonymizeStep(Tale tale) {
    this.tale = tale;
  }

  /** Writes {@code safe}, and returns what the manifest says about it. */
  Json.Obj run(Path raw, Path safe) throws IOException {
    tale.step(
        "Take personal data and secrets out of the file",
        "obol dataset anonymize " + raw.getFileName() + " " + safe.getFileName());
    var request = new AnonymizeFiles.Request(raw, safe, Optional.empty(), Optional.empty(), false);
    var streams =
        new AnonymizeFiles.Streams(InputStream.nullInputStream(), OutputStream.nullOutputStream());
    int threads = Runtime.getRuntime().availableProcessors();
    Report report = new AnonymizeFiles(Policy.full(), threads, bytes -> {}).run(request, streams);
    ReportText.lines(report).forEach(tale::note);
    long distinct = report.labels().values().stream().mapToLong(Report.Found::distinct).sum();
    tale.result(
        Figures.plural(report.count(), "value")
            + " replaced, "
            + Figures.count(distinct)
            + " different ones; a second look found nothing more");
    return Claim.of(report);
  }
}
