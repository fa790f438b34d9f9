package org.obol.cli.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.cli.anonymize.AnonymizeFirst;
import org.obol.dataset.DatasetId;
import org.obol.ledger.Datasets;
import org.obol.ledger.Ledger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol dataset version}. */
@Command(
    name = "version",
    description = "Sign files as the next version of a dataset that is there.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  obol dataset version pi-sessions --bundle sft.jsonl",
      "  obol dataset version pi-sessions --bundle raw.jsonl --anonymize"
    })
final class VersionCommand implements Task {

  private final Session session;

  @Parameters(paramLabel = "ID", description = "The dataset's id.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private DatasetId id;

  @Option(
      names = "--bundle",
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description = "A directory with a manifest.json, or .jsonl files.")
  private List<Path> bundle = List.of();

  @Mixin private final CardOptions card = new CardOptions();
  @Mixin private final KeyOptions key = new KeyOptions();
  @Mixin private final AnonymizeFirst anonymize = new AnonymizeFirst();

  VersionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() throws IOException {
    try (Ledger ledger = Ledger.open(session.home())) {
      ledger.db().read(tx -> new Datasets(tx).require(id));
      return new SignBundle(session, key, anonymize).sign(ledger, id, bundle, card.read());
    }
  }
}
