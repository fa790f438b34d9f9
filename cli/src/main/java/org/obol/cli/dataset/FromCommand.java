package org.obol.cli.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.cli.anonymize.AnonymizeFirst;
import org.obol.dataset.DatasetId;
import org.obol.ledger.Ledger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol dataset from}. */
@Command(
    name = "from",
    description = "Sign files as the first version of a dataset, or as its next one.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  obol dataset from sft.jsonl --name pi-sessions --license CC-BY-4.0 --permission"
          + " train=allowed",
      "  obol dataset from raw.jsonl --name pi-sessions --anonymize"
    })
final class FromCommand implements Task {

  private final Session session;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "A directory with a manifest.json, or .jsonl files.")
  private List<Path> paths = List.of();

  @Option(names = "--name", required = true, paramLabel = "ID", description = "The dataset's id.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private DatasetId name;

  @Mixin private final CardOptions card = new CardOptions();
  @Mixin private final KeyOptions key = new KeyOptions();
  @Mixin private final AnonymizeFirst anonymize = new AnonymizeFirst();

  FromCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() throws IOException {
    try (Ledger ledger = Ledger.open(session.home())) {
      return new SignBundle(session, key, anonymize).sign(ledger, name, paths, card.read());
    }
  }
}
