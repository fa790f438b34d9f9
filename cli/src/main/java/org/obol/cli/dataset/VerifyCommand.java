package org.obol.cli.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.crypto.Address;
import org.obol.crypto.JsonException;
import org.obol.dataset.DatasetId;
import org.obol.dataset.VerificationException;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.dataset.versionlog.LogVerdict;
import org.obol.dataset.versionlog.LogVerdict.Fault;
import org.obol.dataset.versionlog.VersionLog;
import org.obol.http.EnvironmentProxy;
import org.obol.ledger.Dataset;
import org.obol.ledger.Datasets;
import org.obol.ledger.Ledger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol dataset verify}. */
@Command(
    name = "verify",
    description = "Check that every version is signed by the owner and linked to the one before.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  obol dataset verify pi-sessions",
      "  obol dataset verify log.json --owner 0x7e5f4552091a69125d5dfcb7b8c2659029395bdf",
      "  obol dataset verify https://data.example.org --id pi-sessions --token-file token.txt"
    })
final class VerifyCommand implements Task {

  private final Session session;

  @Parameters(
      paramLabel = "ID|FILE|URL",
      description = "A dataset here, a version log in a .json file, or a node.")
  private String target = "";

  @Option(
      names = "--owner",
      paramLabel = "0x…",
      description = "Who must have signed; else whoever signed v1.")
  private @Nullable Address owner;

  @Option(names = "--id", paramLabel = "ID", description = "The dataset on the node at URL.")
  private @Nullable DatasetId id;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Your access token, for a node that shows its log to members only.")
  private @Nullable Path tokenFile;

  VerifyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() throws IOException {
    if (RemoteLog.isAddress(target)) {
      var proxy = new EnvironmentProxy(session.environment());
      return document(RemoteLog.fetch(target, Optional.ofNullable(id), token(), proxy));
    }
    if (target.endsWith(".json") || target.contains("/")) {
      return document(Files.readAllBytes(Path.of(target)));
    }
    return stored(new DatasetId(target));
  }

  private Answer stored(DatasetId here) {
    try (Ledger ledger = Ledger.open(session.home())) {
      Dataset dataset = ledger.db().read(tx -> new Datasets(tx).require(here));
      VersionLog log = ledger.db().read(tx -> new Datasets(tx).log(here));
      return answer(log.verify(Optional.ofNullable(owner).orElse(dataset.owner())));
    }
  }

  private Answer document(byte[] bytes) {
    LogDocument document;
    try {
      document = LogDocument.read(bytes);
    } catch (JsonException e) {
      return answer(new LogVerdict.Invalid(0, Fault.MALFORMED, String.valueOf(e.getMessage())));
    }
    String asked = Optional.ofNullable(id).map(DatasetId::text).orElse("");
    String found = document.id().orElse("");
    if (!asked.isEmpty() && !found.isEmpty() && !asked.equals(found)) {
      throw new VerificationException(
          "wrong_dataset", "the log is of \"" + found + "\", not of \"" + asked + "\"");
    }
    return answer(document.verify(Optional.ofNullable(owner)));
  }

  private Answer answer(LogVerdict verdict) {
    return switch (verdict) {
      case LogVerdict.Valid valid -> Answer.of(Verdicts.json(valid), valid.sentence());
      case LogVerdict.Invalid invalid ->
          Answer.unverified(Verdicts.json(invalid), invalid.sentence());
    };
  }

  private Optional<String> token() throws IOException {
    return tokenFile == null
        ? Optional.empty()
        : Optional.of(Files.readString(tokenFile, StandardCharsets.UTF_8).strip());
  }
}
