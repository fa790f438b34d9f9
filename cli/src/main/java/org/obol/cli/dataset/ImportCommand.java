package org.obol.cli.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.obol.cli.Answer;
import org.obol.cli.Figures;
import org.obol.cli.Progress;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.crypto.Json;
import org.obol.ledger.ImportStore;
import org.obol.ledger.Ledger;
import org.obol.ledger.OwnerKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code obol dataset import}. */
@Command(
    name = "import",
    description = "Take over a dataset, its log, members and files, from a reference store.",
    sortOptions = false,
    footer = {"", "Example:", "  obol dataset import pi.store.json --key pi.key"})
final class ImportCommand implements Task {

  private final Session session;

  @Parameters(paramLabel = "FILE", description = "The <id>.store.json of the reference.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private Path file;

  @Mixin private final KeyOptions key = new KeyOptions();

  ImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() throws IOException {
    Path keyFile = key.required();
    try (Ledger ledger = Ledger.open(session.home())) {
      var keys = new OwnerKeys(session.home().keys(), key.passphrase(session));
      ImportStore.Imported imported;
      try (Progress progress = session.progress("importing", 0)) {
        imported = new ImportStore(ledger, keys, session.clock()).run(file, keyFile, progress);
      }
      return answer(imported);
    }
  }

  private static Answer answer(ImportStore.Imported imported) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.join(
            "  ",
            imported.dataset().id() + " imported",
            Figures.plural(imported.versions(), "version"),
            Figures.plural(imported.artifacts(), "file"),
            Figures.plural(imported.tokens(), "token"),
            "owner " + imported.dataset().owner()));
    lines.addAll(imported.warnings());
    return Answer.of(
        Json.object()
            .put("id", imported.dataset().id().text())
            .put("owner", imported.dataset().owner().hex())
            .put("versions", imported.versions())
            .put("artifacts", imported.artifacts())
            .put("tokens", imported.tokens())
            .put("warnings", imported.warnings().stream().map(Json::of).toList())
            .build(),
        lines);
  }
}
