package org.obol.cli.sale;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.crypto.ObolException;
import org.obol.ledger.Ledger;
import org.obol.ledger.Sale;
import org.obol.ledger.SalesBook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol dataset refund}. */
@Command(
    name = "refund",
    description = "Write down that a sale was given back; moves no money.",
    sortOptions = false,
    footer = {
      "",
      "Example:",
      "  obol dataset refund 0x1c02… --note \"bought twice\" --transaction 0x77ab…",
      "",
      "Send the money back with your own wallet. Access stays until: obol dataset revoke."
    })
public final class RefundCommand implements Task {

  private static final Pattern HASH = Pattern.compile("0x[0-9a-f]{64}");
  private static final int LONGEST_NOTE = 1000;

  private final Session session;

  @Parameters(paramLabel = "TRANSACTION", description = "The one in which the sale was paid.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private String transaction;

  @Option(names = "--note", required = true, paramLabel = "TEXT", description = "Why.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private String note;

  @Option(
      names = "--transaction",
      paramLabel = "0x…",
      description = "The one in which the money went back.")
  private @Nullable String repaidIn;

  /** The command in this session. */
  public RefundCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    if (note.isBlank() || note.length() > LONGEST_NOTE) {
      throw usage("--note must be 1 to " + LONGEST_NOTE + " characters");
    }
    String paidIn = hash(transaction);
    Optional<String> back = Optional.ofNullable(repaidIn).map(RefundCommand::hash);
    try (Ledger ledger = Ledger.open(session.home())) {
      Sale sale =
          ledger
              .db()
              .write(
                  tx ->
                      new SalesBook(tx)
                          .noteRefund(paidIn, note.strip(), back, session.clock().instant()));
      var view = new SaleView(sale);
      return Answer.of(
          view.json(),
          List.of(
              view.line(),
              "Noted. This moves no money"
                  + (back.isPresent() ? "" : ": send it to " + sale.payer().checksummed())
                  + ".",
              sale.access()
                  .map(e -> "To end the access too: obol dataset revoke " + e.id() + " --reason …")
                  .orElse("It opened nothing.")));
    }
  }

  private static String hash(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (!HASH.matcher(lower).matches()) {
      throw usage("a transaction is 0x and 64 hex characters");
    }
    return lower;
  }

  private static ObolException usage(String message) {
    return new ObolException(ObolException.Exit.USAGE, message);
  }
}
