package org.obol.cli.discovery;

import java.time.Duration;
import java.time.Instant;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.ledger.InferenceListings;
import org.obol.ledger.Ledger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol catalog remove-inference}. */
@Command(
    name = "remove-inference",
    description = "List an offer of inference no more.",
    footer = {"", "Example:", "  obol catalog remove-inference qwen --drain-minutes 60"})
final class RemoveInference implements Task {

  private static final int MOST_MINUTES = 60 * 24 * 365;

  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The offer's name.")
  private String name = "";

  @Option(
      names = "--drain-minutes",
      paramLabel = "N",
      description = "Say for so long that it will vanish (default: it vanishes at once).")
  private int minutes;

  RemoveInference(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    if (minutes < 0 || minutes > MOST_MINUTES) {
      throw new ObolException(ObolException.Exit.USAGE, "--drain-minutes is 0 to " + MOST_MINUTES);
    }
    Instant end = session.clock().instant().plus(Duration.ofMinutes(minutes));
    try (Ledger ledger = Ledger.open(session.home())) {
      boolean found = ledger.db().write(tx -> new InferenceListings(tx).drain(name, end));
      if (!found) {
        throw new ObolException(
            ObolException.Exit.FAILED, "no offer of inference is called \"" + name + "\"");
      }
    }
    return Answer.of(
        Json.object().put("name", name).put("drainEndsAt", end.toString()).build(),
        minutes == 0 ? name + " is not listed any more." : name + " is listed until " + end + ".");
  }
}
