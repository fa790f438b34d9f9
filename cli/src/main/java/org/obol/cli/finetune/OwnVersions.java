package org.obol.cli.finetune;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.obol.cli.Session;
import org.obol.crypto.Address;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.finetune.provenance.DatasetEvidence;
import org.obol.finetune.provenance.SaleEvidence;
import org.obol.ledger.Dataset;
import org.obol.ledger.Datasets;
import org.obol.ledger.Datasets.VersionNumber;
import org.obol.ledger.Ledger;
import org.obol.ledger.StoredVersion;
import org.obol.ledger.Tx;

/** The versions in this owner's own ledger, which {@code obol dataset from} signed. */
final class OwnVersions {

  private static final Pattern NAME = Pattern.compile("([^@]+)(?:@([1-9][0-9]{0,17}))?");

  private final Session session;
  private final boolean withdrawn;

  private OwnVersions(Session session, boolean withdrawn) {
    this.session = session;
    this.withdrawn = withdrawn;
  }

  /** Those to train on: what was withdrawn is refused. */
  OwnVersions(Session session) {
    this(session, false);
  }

  /** Those to check a run against: what was withdrawn since is what it was. */
  static OwnVersions ofAnyTime(Session session) {
    return new OwnVersions(session, true);
  }

  /** A folder is no records, and may have the name of a dataset. */
  static boolean isFile(String given) {
    return Files.exists(Path.of(given)) && !Files.isDirectory(Path.of(given));
  }

  /**
   * A version with its signed documents.
   *
   * @param file its primary file
   */
  record Own(Path file, DatasetEvidence evidence) {}

  /**
   * A file of that name, else the primary file of the version that it names.
   *
   * @throws ObolException (usage) when there is neither
   */
  Path file(String given) {
    return isFile(given)
        ? Path.of(given)
        : named(given)
            .map(Own::file)
            .orElseThrow(
                () ->
                    new ObolException(
                        ObolException.Exit.USAGE,
                        "there is no file "
                            + given
                            + ", and no dataset of that name is yours: give a file of JSON Lines,"
                            + " or sign one with obol dataset from"));
  }

  /**
   * The version that {@code NAME} or {@code NAME@VERSION} names, without a number the newest; empty
   * when there is no such dataset here.
   *
   * @throws ObolException when there is no such version, or it was withdrawn or its file is damaged
   */
  Optional<Own> named(String text) {
    Matcher name = NAME.matcher(text);
    if (!name.matches() || !DatasetId.isValid(name.group(1)) || isEmpty()) {
      return Optional.empty();
    }
    var id = new DatasetId(name.group(1));
    Optional<Long> seq = Optional.ofNullable(name.group(2)).map(Long::valueOf);
    try (Ledger ledger = Ledger.open(session.home())) {
      return ledger
          .db()
          .read(tx -> new Datasets(tx).find(id).map(known -> version(tx, known, seq)))
          .map(version -> new Own(ledger.objects().open(version.primary()), version.evidence()));
    }
  }

  /**
   * The newest version that a file with this hash is part of, among those of a wanted owner.
   *
   * @throws ObolException (refused) when all of them were withdrawn
   */
  Optional<DatasetEvidence> holding(Sha256 fileHash, Predicate<Address> wanted) {
    if (isEmpty()) {
      return Optional.empty();
    }
    try (Ledger ledger = Ledger.open(session.home())) {
      return ledger.db().read(tx -> holding(tx, fileHash, wanted)).map(Version::evidence);
    }
  }

  private Optional<Version> holding(Tx tx, Sha256 fileHash, Predicate<Address> wanted) {
    var datasets = new Datasets(tx);
    for (VersionNumber found : datasets.holding(fileHash)) {
      Dataset dataset = datasets.require(found.dataset());
      if (wanted.test(dataset.owner())) {
        return Optional.of(version(tx, dataset, Optional.of(found.seq())));
      }
    }
    return Optional.empty();
  }

  private record Version(Sha256 primary, DatasetEvidence evidence) {}

  private Version version(Tx tx, Dataset dataset, Optional<Long> wanted) {
    var datasets = new Datasets(tx);
    long seq = wanted.orElseGet(() -> datasets.head(dataset.id()));
    StoredVersion stored =
        datasets
            .version(dataset.id(), seq)
            .orElseThrow(
                () ->
                    new ObolException(
                        ObolException.Exit.FAILED,
                        "%s has no v%d: obol dataset status %s shows those it has"
                            .formatted(dataset.id(), seq, dataset.id())));
    stored
        .withdrawal()
        .filter(taken -> !withdrawn)
        .ifPresent(
            taken -> {
              throw new ObolException(
                  ObolException.Exit.REFUSED,
                  "v%d of %s was withdrawn (%s), and is not trained on: take another version"
                      .formatted(seq, dataset.id(), taken.reason()));
            });
    var manifest =
        stored
            .manifest()
            .orElseThrow(
                () ->
                    new ObolException(
                        ObolException.Exit.VERIFICATION,
                        "v%d of %s was taken over without a manifest, so that nobody can check it:"
                                .formatted(seq, dataset.id())
                            + " sign its files again with obol dataset from"));
    var log =
        new LogDocument(
            Optional.of(dataset.id().text()), datasets.log(dataset.id()), Optional.empty());
    return new Version(
        stored.entry().fileHash(),
        new DatasetEvidence(log, manifest, dataset.owner(), SaleEvidence.NONE));
  }

  /** Looked at first, since opening a ledger makes one. */
  private boolean isEmpty() {
    return Files.notExists(session.home().nodeDb());
  }
}
