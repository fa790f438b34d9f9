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
import org.obol.crypto.ObolException;
import org.obol.ledger.Backup;
import org.obol.ledger.Ledger;
import org.obol.ledger.ObjectStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol dataset backup}. */
@Command(
    name = "backup",
    description = "Write keys, ledger and objects into one file; keep it secret and elsewhere.",
    sortOptions = false,
    footer = {"", "Example:", "  obol dataset backup obol-backup.zip"})
final class BackupCommand implements Task {

  private final Session session;

  @Parameters(paramLabel = "FILE", description = "Written whole or not at all.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private Path file;

  @Option(
      names = "--without-objects",
      description = "Small; the original files are needed after restoring.")
  private boolean withoutObjects;

  @Option(names = "--force", description = "Replace a file that is there.")
  private boolean force;

  BackupCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() throws IOException {
    if (!force && Files.exists(file)) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          file + " is there already: choose another name, or replace it with --force");
    }
    try (Ledger ledger = Ledger.open(session.home())) {
      long total =
          withoutObjects
              ? 0
              : ledger.objects().all().stream().mapToLong(ObjectStore.Recorded::size).sum();
      Backup.Written written;
      try (Progress progress = session.progress("backing up", total)) {
        written =
            new Backup(session.home(), ledger, session.clock())
                .write(file, !withoutObjects, progress);
      }
      return answer(written);
    }
  }

  private static Answer answer(Backup.Written written) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.join(
            "  ",
            "Backup in " + written.file(),
            Figures.bytes(written.bytes()),
            Figures.plural(written.objects(), "object")));
    lines.add("It holds your keys: keep it secret.");
    written.leftOut().forEach(object -> lines.add("Left out, missing or damaged: " + object));
    return Answer.of(
        Json.object()
            .put("file", written.file().toString())
            .put("bytes", written.bytes())
            .put("objects", written.objects())
            .put("leftOut", written.leftOut().stream().map(o -> Json.of(o.hex())).toList())
            .build(),
        lines);
  }
}
