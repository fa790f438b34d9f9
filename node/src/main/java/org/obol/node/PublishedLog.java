package org.obol.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.dataset.DatasetId;
import org.obol.dataset.VerificationException;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.dataset.versionlog.LogVerdict;
import org.obol.dataset.versionlog.VersionLog;
import org.obol.ledger.Dataset;
import org.obol.ledger.Datasets;
import org.obol.ledger.Db;
import org.obol.ledger.StoredVersion;

/**
 * The signed log of each dataset and what verifying it gave, kept until the ledger changes. A log
 * that does not verify is not served.
 */
final class PublishedLog {

  /** One log at one state of the ledger. */
  record Rendered(long state, Address owner, VersionLog log, byte[] document, LogVerdict verdict) {
    private Rendered at(long later) {
      return new Rendered(later, owner, log, document, verdict);
    }
  }

  private final Db db;
  private final Map<DatasetId, Rendered> kept = new ConcurrentHashMap<>();

  PublishedLog(Db db) {
    this.db = db;
  }

  /** The log as it stands now. Two callers may both compute it; no lock is held while verifying. */
  Rendered of(Dataset dataset) {
    // The counter is read first: a change after it makes the next call look again.
    long state = db.changeCounter();
    Optional<Rendered> last = Optional.ofNullable(kept.get(dataset.id()));
    if (last.isPresent() && last.get().state() == state) {
      return last.get();
    }
    Rendered now = read(state, dataset, last);
    kept.put(dataset.id(), now);
    return now;
  }

  /** The log as it stands now, if it verifies. */
  Rendered requireServable(Dataset dataset) {
    Rendered log = of(dataset);
    if (log.verdict() instanceof LogVerdict.Invalid) {
      throw Refusal.logInvalid();
    }
    return log;
  }

  /** Demands that what the ledger says of the version is what the owner has signed. */
  void requireSigned(Dataset dataset, StoredVersion version) {
    VersionLog log = requireServable(dataset).log();
    long seq = version.entry().seq();
    if (log.entry(seq).isEmpty()) {
      // It was appended between two looks at the ledger.
      throw new Refusal(404, "unknown_version", "the requested version is not published");
    }
    version
        .manifest()
        .ifPresent(manifest -> manifest.requireMatches(dataset.id(), log, seq, dataset.owner()));
    version.requireSigned();
  }

  private Rendered read(long state, Dataset dataset, Optional<Rendered> last) {
    VersionLog log;
    try {
      log = db.read(tx -> new Datasets(tx).log(dataset.id()));
    } catch (VerificationException e) {
      var why = new LogVerdict.Invalid(0, LogVerdict.Fault.MALFORMED, text(e));
      return new Rendered(state, dataset.owner(), new VersionLog(List.of()), new byte[0], why);
    }
    return last.filter(before -> before.log().equals(log))
        .filter(before -> before.owner().equals(dataset.owner()))
        .map(before -> before.at(state))
        .orElseGet(() -> rendered(state, dataset, log, known(dataset, log, last)));
  }

  /** How many entries at the start of {@code log} were found valid before, by the same owner. */
  private static int known(Dataset dataset, VersionLog log, Optional<Rendered> last) {
    return last.filter(before -> before.verdict() instanceof LogVerdict.Valid)
        .filter(before -> before.owner().equals(dataset.owner()))
        .map(before -> before.log().entries())
        .filter(before -> before.size() <= log.entries().size())
        .filter(before -> log.entries().subList(0, before.size()).equals(before))
        .map(List::size)
        .orElse(0);
  }

  private static String text(VerificationException e) {
    return String.valueOf(e.getMessage());
  }

  private static Rendered rendered(long state, Dataset dataset, VersionLog log, int known) {
    byte[] document = LogDocument.toJson(dataset.id().text(), log).utf8();
    LogVerdict verdict = log.verifyAfter(known, dataset.owner());
    return new Rendered(state, dataset.owner(), log, document, verdict);
  }

  /** The answer of the verify route, as the reference gives it. */
  static Json verification(Dataset dataset, Rendered rendered) {
    var answer =
        Json.object()
            .put("valid", rendered.verdict() instanceof LogVerdict.Valid)
            .put("head", rendered.log().entries().size())
            .put("owner", dataset.owner().hex());
    if (rendered.verdict() instanceof LogVerdict.Invalid invalid) {
      answer.put("error", invalid.sentence());
    }
    return answer.build();
  }
}
