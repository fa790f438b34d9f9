package org.obol.cli.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.obol.cli.Answer;
import org.obol.cli.Figures;
import org.obol.cli.PassphraseOption;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.ledger.Ledger;
import org.obol.ledger.OwnerKeys;
import org.obol.ledger.Withdraw;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol dataset withdraw}. */
@Command(
    name = "withdraw",
    description = "Take a version back: nobody gets it any more; the log keeps its entry.",
    sortOptions = false,
    footer = {
      "",
      "Example:",
      "  obol dataset withdraw pi-sessions --version 2 --reason \"holds a real name\" --erase"
    })
final class WithdrawCommand implements Task {

  private final Session session;

  @Parameters(paramLabel = "ID", description = "The dataset's id.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private DatasetId id;

  @Option(names = "--version", required = true, paramLabel = "N", description = "Which version.")
  private long version;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Shown to whoever asks for it.")
  private String reason = "";

  @Option(
      names = "--erase",
      description = "Delete its bytes too, as far as no other version uses them.")
  private boolean erase;

  @Mixin private final PassphraseOption passphrase = new PassphraseOption();

  WithdrawCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() throws IOException {
    if (reason.isBlank()) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "--reason is empty: say why; whoever asks for the version reads it, and it stays");
    }
    try (Ledger ledger = Ledger.open(session.home())) {
      var keys = new OwnerKeys(session.home().keys(), passphrase.of(session));
      Withdraw.Withdrawn done =
          new Withdraw(ledger, keys, session.clock())
              .withdraw(new Withdraw.Request(id, version, reason, erase));
      return answer(done);
    }
  }

  private Answer answer(Withdraw.Withdrawn done) {
    List<String> lines = new ArrayList<>();
    lines.add(
        id
            + " v"
            + version
            + " withdrawn "
            + done.withdrawal().when()
            + ": "
            + done.withdrawal().reason());
    if (!done.withdrawal().reason().equals(reason)) {
      lines.add("It was withdrawn before, with that reason, which stays; yours is not kept.");
    }
    if (erase) {
      lines.add(
          Figures.plural(done.erased().size(), "object")
              + " erased, "
              + Figures.count(done.kept().size())
              + " kept for other versions");
    }
    return Answer.of(
        Json.object()
            .put("id", id.text())
            .put("seq", version)
            .put("withdrawn", done.withdrawal().when().toString())
            .put("reason", done.withdrawal().reason())
            .put("erased", hashes(done.erased()))
            .put("kept", hashes(done.kept()))
            .build(),
        lines);
  }

  private static List<Json> hashes(List<Sha256> objects) {
    return objects.stream().map(object -> Json.of(object.hex())).toList();
  }
}
