package org.obol.node;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.Entitlement.Source;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.ledger.Dataset;
import org.obol.ledger.Datasets;
import org.obol.ledger.Db;
import org.obol.ledger.DeviceCodes;
import org.obol.ledger.DeviceCodes.Applicant;
import org.obol.ledger.DeviceCodes.Dialect;
import org.obol.ledger.DeviceCodes.Opened;
import org.obol.ledger.DeviceCodes.Poll;

/** What both dialects of device authorization share: budgets, open membership, the ledger. */
final class DeviceService {

  private static final int LONGEST_LABEL = 64;
  private static final Pattern ADDRESS = Pattern.compile("0[xX][0-9a-fA-F]{40}");
  private static final int RETRY_SECONDS = 60;
  private static final int MAX_UNKNOWN = 300;

  private final Db db;
  private final Set<DatasetId> published;
  private final InstantSource clock;
  private final Budgets requests;
  private final Budgets unknownSources;
  private final Budgets wrongGuesses;

  DeviceService(Db db, Collection<DatasetId> published, InstantSource clock) {
    this.db = db;
    this.published = Set.copyOf(published);
    this.clock = clock;
    this.requests = new Budgets(30, 30, clock);
    this.unknownSources = new Budgets(MAX_UNKNOWN, MAX_UNKNOWN, clock);
    this.wrongGuesses = new Budgets(20, 10, clock);
  }

  /** The dataset that is meant: the one named, or the only one there is. */
  DatasetId dataset(Optional<String> named) {
    if (named.isEmpty() && published.size() == 1) {
      return published.iterator().next();
    }
    String id =
        named.orElseThrow(
            () ->
                new Refusal(
                    400,
                    "invalid_request",
                    "this node serves several datasets; name one as \"dataset\""));
    return published.stream()
        .filter(p -> p.text().equals(id))
        .findFirst()
        .orElseThrow(Refusal::unknownDataset);
  }

  /** Opens a code; an open dataset approves it at once, for the versions there are. */
  Opened open(DatasetId id, Dialect dialect, String clientId, String label, String source) {
    // Whose address cannot be told share one budget, so that it must be larger.
    Budgets budget = source.isEmpty() ? unknownSources : requests;
    if (!budget.take(source)) {
      throw tooManyCodes();
    }
    String shown = plain(label);
    if (ADDRESS.matcher(shown).matches()) {
      // Payers are known by their address: a label must not be taken for one.
      throw new Refusal(400, "invalid_request", "a label that is an account address is not taken");
    }
    Instant now = clock.instant();
    var applicant = new Applicant(id, dialect, clientId, shown, source);
    return db.write(
            tx -> {
              var codes = new DeviceCodes(tx);
              Optional<Opened> opened = codes.open(applicant, now);
              Dataset dataset = new Datasets(tx).require(id);
              if (dataset.membership() == Dataset.Membership.OPEN) {
                VersionRange all = VersionRange.upTo(new Datasets(tx).head(id));
                opened.ifPresent(o -> codes.approve(o.userCode(), id, all, Source.OPEN, now));
              }
              return opened;
            })
        .orElseThrow(DeviceService::tooManyCodes);
  }

  /** Polls a code. A source that keeps guessing is locked out, and nobody else. */
  Poll poll(String deviceCode, Dialect dialect, String clientId, String source) {
    boolean known = !source.isEmpty();
    if (known && !wrongGuesses.isOpen(source)) {
      throw Refusal.tooMany("too many unknown device codes from this address", RETRY_SECONDS);
    }
    Poll poll =
        db.write(tx -> new DeviceCodes(tx).poll(deviceCode, dialect, clientId, clock.instant()));
    if (known && poll instanceof Poll.Unknown) {
      wrongGuesses.take(source);
    }
    return poll;
  }

  private static Refusal tooManyCodes() {
    return Refusal.tooMany("too many device codes are open; try again later", RETRY_SECONDS);
  }

  /**
   * Untrusted text that the owner will read: short, and without control or direction characters.
   */
  private static String plain(String label) {
    // Cc and not Cntrl, which is ASCII only and lets the terminal commands of C1 through.
    String shown = label.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ").strip();
    return shown
        .codePoints()
        .limit(LONGEST_LABEL)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
