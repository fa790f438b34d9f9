package org.obol.cli.dataset;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.crypto.ObolException;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.UserCode;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.ledger.Datasets;
import org.obol.ledger.DeviceCodes;
import org.obol.ledger.DeviceCodes.Decision;
import org.obol.ledger.DeviceCodes.Waiting;
import org.obol.ledger.Ledger;
import org.obol.ledger.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol dataset approve}. */
@Command(
    name = "approve",
    description = "Let in the one who reads this code to you, or turn them away.",
    sortOptions = false,
    footer = {"", "Example:", "  obol dataset approve WDJB-MJHT --max-version 3"})
final class ApproveCommand implements Task {

  private final Session session;

  @Parameters(paramLabel = "USER-CODE", description = "The code they read out, XXXX-XXXX.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private UserCode code;

  @Option(names = "--dataset", paramLabel = "ID", description = "Only if it is for this dataset.")
  private @Nullable DatasetId dataset;

  @Mixin private final RangeOptions range = new RangeOptions();

  @Option(names = "--deny", description = "Turn them away.")
  private boolean deny;

  ApproveCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    try (Ledger ledger = Ledger.open(session.home())) {
      return ledger.db().write(this::decide);
    }
  }

  private Answer decide(Tx tx) {
    Instant now = session.clock().instant();
    var codes = new DeviceCodes(tx);
    Waiting waiting =
        codes
            .waiting(code, now)
            .orElseThrow(
                () ->
                    failed(
                        "no open code "
                            + code
                            + ": mistyped, expired, or decided before. Ask them for a fresh one"));
    if (dataset != null && !dataset.equals(waiting.dataset())) {
      throw failed(code + " is for dataset \"" + waiting.dataset() + "\", not \"" + dataset + "\"");
    }
    if (deny) {
      requireDone(codes.deny(code, waiting.dataset(), now));
      return answer(waiting, Optional.empty());
    }
    VersionRange versions = range.range(new Datasets(tx), waiting.dataset());
    requireDone(codes.approve(code, waiting.dataset(), versions, Entitlement.Source.APPROVED, now));
    return answer(waiting, Optional.of(versions));
  }

  private void requireDone(Decision decision) {
    switch (decision) {
      case DONE -> {}
      case UNKNOWN -> throw failed("no code " + code);
      case EXPIRED -> throw failed("the code " + code + " has expired");
      case ALREADY_USED -> throw failed("the code " + code + " was decided before");
    }
  }

  private Answer answer(Waiting waiting, Optional<VersionRange> granted) {
    JsonObject json =
        Json.object()
            .put("userCode", code.text())
            .put("dataset", waiting.dataset().text())
            .put("label", waiting.label())
            .put("source", waiting.source())
            .put("approved", granted.isPresent());
    granted.ifPresent(versions -> json.put("versions", Entitlements.versions(versions)));
    String did =
        granted
            .map(versions -> "Approved " + code + ": " + waiting.dataset() + " " + versions)
            .orElse("Denied " + code + " for " + waiting.dataset());
    return Answer.of(
        json.build(),
        List.of(did, "They call themselves \"" + waiting.label() + "\", from " + waiting.source()));
  }

  private static ObolException failed(String message) {
    return new ObolException(ObolException.Exit.FAILED, message);
  }
}
