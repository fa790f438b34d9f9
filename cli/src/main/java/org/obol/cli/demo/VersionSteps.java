package org.obol.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.obol.cli.Figures;
import org.obol.crypto.Json;
import org.obol.dataset.versionlog.LogVerdict;
import org.obol.ledger.StoredVersion;

/** The owner signs version 1, and later version 2. */
final class VersionSteps {

  private static final int EDITED_ROWS = 100;

  private final Stage stage;

  VersionSteps(Stage stage) {
    this.stage = stage;
  }

  void first(Path data, Json.Obj claim) throws IOException {
    stage
        .tale()
        .step(
            "Sign the file as version 1",
            "obol dataset from " + data.getFileName() + " --name " + Stage.ID);
    StoredVersion version = stage.append(data, Optional.of(claim));
    stage.log().requireValid(stage.ownerAddress());
    var verdict = new LogVerdict.Valid(stage.log().entries().size(), stage.ownerAddress());
    stage
        .tale()
        .result("v1 signed, " + Figures.bytes(version.entry().size()) + ", " + verdict.sentence());
  }

  void second(Path data) throws IOException {
    stage
        .tale()
        .step(
            "Version 2; a token for v1 does not open it",
            "obol dataset version " + Stage.ID + " --bundle …");
    Path edited = stage.file("edited").resolve(String.valueOf(data.getFileName()));
    Files.createDirectories(stage.file("edited"));
    SampleRows.edit(data, edited, EDITED_ROWS);
    stage.append(edited, Optional.empty());
    BuyerProcess.Ended ended =
        BuyerProcess.run(stage.buyer(), stage.buy(2, stage.file("v2.jsonl")));
    Stage.require(ended.status() == 4, "v2 was not refused: " + ended.output());
    stage.tale().note(Stage.lastLine(ended));
    stage.tale().result("v2 signed and served at once; the v1 buyer was refused (exit 4)");
  }
}
