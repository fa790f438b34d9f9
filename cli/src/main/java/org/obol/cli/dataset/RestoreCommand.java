package org.obol.cli.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.obol.cli.Answer;
import org.obol.cli.Figures;
import org.obol.cli.Progress;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.crypto.Json;
import org.obol.ledger.Restore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol dataset restore}. */
@Command(
    name = "restore",
    description = "Put back what a backup holds; no node may be running.",
    sortOptions = false,
    footer = {"", "Example:", "  obol dataset restore obol-backup.zip"})
final class RestoreCommand implements Task {

  private final Session session;

  @Parameters(paramLabel = "FILE", description = "What obol dataset backup wrote.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private Path file;

  @Option(names = "--force", description = "Also over a ledger and keys that are there.")
  private boolean force;

  RestoreCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() throws IOException {
    Restore.Restored restored;
    try (Progress progress = session.progress("restoring", Files.size(file))) {
      restored = new Restore(session.home()).run(file, force, progress);
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "Restored the backup of "
            + restored.created()
            + ", "
            + Figures.plural(restored.objects(), "object"));
    restored.missing().forEach(object -> lines.add("Missing: " + object));
    lines.addAll(restored.notes());
    return Answer.of(
        Json.object()
            .put("created", restored.created())
            .put("objects", restored.objects())
            .put("missing", restored.missing().stream().map(o -> Json.of(o.hex())).toList())
            .put("notes", restored.notes().stream().map(Json::of).toList())
            .build(),
        lines);
  }
}
