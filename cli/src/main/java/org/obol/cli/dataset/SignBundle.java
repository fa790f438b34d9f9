package org.obol.cli.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.obol.cli.Answer;
import org.obol.cli.Figures;
import org.obol.cli.Progress;
import org.obol.cli.Session;
import org.obol.cli.anonymize.AnonymizeFirst;
import org.obol.cli.anonymize.AnonymizedBundle;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.crypto.ObolException;
import org.obol.dataset.DatasetId;
import org.obol.dataset.bundle.Bundle;
import org.obol.dataset.bundle.BundleReader;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.manifest.Manifest;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.manifest.ManifestFile;
import org.obol.dataset.versionlog.LogVerdict;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.ledger.Datasets;
import org.obol.ledger.Ledger;
import org.obol.ledger.OwnerKeys;
import org.obol.ledger.PublishVersion;
import org.obol.ledger.PublishVersion.Outcome;
import org.obol.ledger.StoredVersion;

/** Has files signed as the next version, and says what came of it; for two commands. */
final class SignBundle {

  private final Session session;
  private final KeyOptions keyOptions;
  private final AnonymizeFirst anonymize;

  SignBundle(Session session, KeyOptions keyOptions, AnonymizeFirst anonymize) {
    this.session = session;
    this.keyOptions = keyOptions;
    this.anonymize = anonymize;
  }

  Answer sign(Ledger ledger, DatasetId id, List<Path> paths, Card card) throws IOException {
    boolean anonymized = anonymize.wanted();
    if (!anonymized && !anonymize.raw()) {
      refuseAfterAnonymized(ledger, id);
    }
    Bundle bundle = BundleReader.read(paths);
    if (!anonymized) {
      return sign(ledger, id, bundle, card, Optional.empty());
    }
    try (AnonymizedBundle safe = AnonymizedBundle.of(bundle, id, anonymize.options(), session)) {
      Answer answer = sign(ledger, id, safe.bundle(), card, Optional.of(safe.claim()));
      return safe.addTo(answer);
    }
  }

  /** A raw version that was withdrawn since is no word that the next one may be raw. */
  private static void refuseAfterAnonymized(Ledger ledger, DatasetId id) {
    ledger
        .db()
        .read(
            tx -> {
              var datasets = new Datasets(tx);
              return LongStream.iterate(datasets.head(id), seq -> seq > 0, seq -> seq - 1)
                  .mapToObj(seq -> datasets.version(id, seq).orElseThrow())
                  .filter(version -> version.withdrawal().isEmpty() || isAnonymized(version))
                  .findFirst();
            })
        .filter(SignBundle::isAnonymized)
        .ifPresent(
            version -> {
              throw new ObolException(
                  ObolException.Exit.USAGE,
                  id
                      + " v"
                      + version.entry().seq()
                      + " was anonymized: give --anonymize, or --raw to sign these files as they"
                      + " are, with whatever personal data is in them");
            });
  }

  private static boolean isAnonymized(StoredVersion version) {
    return version.manifest().flatMap(document -> document.manifest().anonymization()).isPresent();
  }

  private Answer sign(
      Ledger ledger, DatasetId id, Bundle bundle, Card card, Optional<Json.Obj> anonymization)
      throws IOException {
    var keys = new OwnerKeys(session.home().keys(), keyOptions.passphrase(session));
    var request = new PublishVersion.Request(id, bundle, card, keyOptions.file(), anonymization);
    Outcome outcome;
    try (Progress progress = session.progress("signing " + id, size(bundle))) {
      outcome = new PublishVersion(ledger, keys, session.clock()).publish(request, progress);
    }
    return switch (outcome) {
      case Outcome.Appended made -> {
        // Not whether the file was there: a run that failed before may have made it.
        boolean brought = keyOptions.file().isPresent() || made.version().entry().seq() > 1;
        yield signed(ledger, id, made, brought ? Optional.empty() : Optional.of(keys.keyFile(id)));
      }
      case Outcome.Unchanged same -> unchanged(id, same);
    };
  }

  private static long size(Bundle bundle) throws IOException {
    long total = 0;
    for (Bundle.Item item : bundle.files()) {
      total += Files.size(item.path());
    }
    return total;
  }

  private static Answer unchanged(DatasetId id, Outcome.Unchanged same) {
    return Answer.of(
        Json.object()
            .put("id", id.text())
            .put("seq", same.seq())
            .put("unchanged", true)
            .put("owner", same.owner().hex())
            .build(),
        id + " unchanged, v" + same.seq());
  }

  private static Answer signed(
      Ledger ledger, DatasetId id, Outcome.Appended made, Optional<Path> newKey) {
    LogVerdict verdict = ledger.db().read(tx -> new Datasets(tx).log(id)).verify(made.owner());
    List<String> lines = new ArrayList<>();
    lines.add(sentence(id, made));
    lines.add(Verdicts.sentence(verdict));
    newKey.ifPresent(file -> lines.addAll(keyAdvice(made.owner(), file)));
    lines.add("Next: obol dataset publish " + id);
    JsonObject json = json(id, made).put("chain", Verdicts.json(verdict));
    newKey.ifPresent(file -> json.put("newKeyFile", file.toString()));
    return Answer.of(json.build(), lines);
  }

  private static List<String> keyAdvice(Address owner, Path file) {
    return List.of(
        "New key of " + owner + " in " + file,
        "Back this file up: without it nobody can ever sign a next version.");
  }

  private static String sentence(DatasetId id, Outcome.Appended made) {
    VersionEntry entry = made.version().entry();
    return String.join(
        "  ",
        id + " v" + entry.seq() + " signed",
        "manifest " + Figures.brief(entry.manifestHash()),
        "file " + Figures.brief(entry.fileHash()),
        Figures.plural(rows(made.version()), "row"),
        Figures.bytes(entry.size()),
        "owner " + made.owner());
  }

  private static JsonObject json(DatasetId id, Outcome.Appended made) {
    VersionEntry entry = made.version().entry();
    return Json.object()
        .put("id", id.text())
        .put("seq", entry.seq())
        .put("unchanged", false)
        .put("manifestHash", entry.manifestHash().hex())
        .put("fileHash", entry.fileHash().hex())
        .put("size", entry.size())
        .put("rows", rows(made.version()))
        .put("owner", made.owner().hex());
  }

  /** Rows of the primary artifact. */
  private static long rows(StoredVersion version) {
    return version
        .manifest()
        .map(ManifestDocument::manifest)
        .map(Manifest::primary)
        .flatMap(ManifestFile::rows)
        .map(ManifestFile.Rows::count)
        .orElse(0L);
  }
}
