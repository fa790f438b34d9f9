package org.obol.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.DatasetId;
import org.obol.dataset.bundle.Bundle;
import org.obol.dataset.bundle.BundleException;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.manifest.Manifest;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.manifest.ManifestFile;
import org.obol.dataset.tree.FileDigest;
import org.obol.dataset.tree.RowKey;
import org.obol.dataset.versionlog.EntryClaim;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.dataset.versionlog.VersionLog;
import org.obol.ledger.StoredVersion.StoredFile;

/**
 * From files on disk to a signed version: hash and copy once, then in one transaction read the
 * head, build the manifest, remember, sign and append.
 */
public final class PublishVersion {

  private static final String BINARY = "application/octet-stream";

  private final Ledger ledger;
  private final OwnerKeys keys;
  private final SigningGuard guard;
  private final InstantSource clock;

  /** Publishes into {@code ledger} with the keys in {@code keys}. */
  public PublishVersion(Ledger ledger, OwnerKeys keys, InstantSource clock) {
    this.ledger = ledger;
    this.keys = keys;
    this.guard = new SigningGuard(keys, ledger.objects());
    this.clock = clock;
  }

  /**
   * What the owner wants published.
   *
   * @param card what it says is put over the card of the version before
   * @param key an existing key to bring along, for the first version
   * @param anonymization report of the anonymization stage, if it ran
   */
  public record Request(
      DatasetId id,
      Bundle bundle,
      Card card,
      Optional<Path> key,
      Optional<Json.Obj> anonymization) {}

  /** What came of it. */
  public sealed interface Outcome {
    /** A new signed version. */
    record Appended(StoredVersion version, Address owner) implements Outcome {}

    /** Files and card are those of the head, {@code seq}; nothing was signed. */
    record Unchanged(long seq, Address owner) implements Outcome {}
  }

  /** One ingested file as the manifest and as the ledger see it. */
  private record Ingested(ManifestFile listed, StoredFile stored) {}

  /**
   * Publishes the next version, or the first one.
   *
   * @param progress is told how many bytes each step had
   * @throws BundleException when a file is not what the bundle says, or not text
   */
  public Outcome publish(Request request, LongConsumer progress) throws IOException {
    PrivateKey key =
        request.key().isPresent() ? bring(request.id(), request.key().get()) : keyOf(request.id());
    RowKey rowKey = RowKey.generate();
    List<Ingested> files = new ArrayList<>();
    for (Bundle.Item item : request.bundle().files()) {
      files.add(ingest(item, rowKey, progress));
    }
    return ledger.db().write(tx -> append(tx, request, key, rowKey, files));
  }

  /**
   * The log of a dataset that is about to be served: brought up to what the key has signed last,
   * and verified against its owner.
   *
   * @throws org.obol.dataset.VerificationException when the log does not verify
   * @throws LedgerException when there is no such dataset, or the key has signed more or other than
   *     this
   */
  public VersionLog verifiedLog(DatasetId id) {
    return ledger
        .db()
        .write(
            tx -> {
              Dataset dataset = new Datasets(tx).require(id);
              VersionLog log = guard.recover(tx, id);
              log.requireValid(dataset.owner());
              return log;
            });
  }

  /** A new key is made for a new dataset only: a lost key must not be replaced unnoticed. */
  private PrivateKey keyOf(DatasetId id) {
    boolean known = ledger.db().read(tx -> new Datasets(tx).find(id)).isPresent();
    return known ? keys.load(id) : keys.loadOrCreate(id);
  }

  /** Looks before it takes: a wrong key stored under this name would keep out the right one. */
  private PrivateKey bring(DatasetId id, Path file) {
    Address owner = keys.peek(file).address();
    ledger
        .db()
        .read(
            tx -> {
              var datasets = new Datasets(tx);
              datasets.find(id).ifPresent(dataset -> requireOwner(dataset, owner));
              datasets.requireUnused(owner, id);
              return true;
            });
    return keys.bring(id, file);
  }

  private static void requireOwner(Dataset dataset, Address owner) {
    if (!dataset.owner().equals(owner)) {
      throw new LedgerException(
          "dataset \""
              + dataset.id()
              + "\" is signed by "
              + dataset.owner()
              + ", but the key is of "
              + owner);
    }
  }

  private Ingested ingest(Bundle.Item item, RowKey rowKey, LongConsumer progress)
      throws IOException {
    boolean jsonl = item.name().isJsonl();
    FileDigest digest;
    try {
      digest =
          ledger
              .objects()
              .ingest(item.path(), jsonl ? Optional.of(rowKey) : Optional.empty(), progress);
    } catch (org.obol.dataset.tree.InvalidTextException e) {
      throw new BundleException(item.path() + ": " + e.getMessage());
    }
    requireDeclared(item, digest);
    String type = jsonl ? ManifestFile.JSONL : BINARY;
    var rows = digest.rows().map(r -> new ManifestFile.Rows(r.count(), r.root(), rowKey.sha256()));
    return new Ingested(
        new ManifestFile(
            item.name(), type, digest.size(), digest.sha256(), digest.chunks().root(), rows),
        new StoredFile(item.name().text(), type, digest.size(), digest.sha256(), digest.chunks()));
  }

  private static void requireDeclared(Bundle.Item item, FileDigest digest) {
    if (digest.size() == 0 && item.name().isJsonl()) {
      throw new BundleException(item.path() + ": the file is empty");
    }
    item.declaredSize()
        .filter(size -> size != digest.size())
        .ifPresent(
            size -> {
              throw new BundleException(
                  item.path()
                      + ": manifest.json says "
                      + size
                      + " bytes, the file has "
                      + digest.size());
            });
    item.declaredSha256()
        .filter(hash -> !hash.equals(digest.sha256()))
        .ifPresent(
            hash -> {
              throw new BundleException(
                  item.path()
                      + ": manifest.json says SHA-256 "
                      + hash
                      + ", the file has "
                      + digest.sha256());
            });
  }

  private Outcome append(
      Tx tx, Request request, PrivateKey key, RowKey rowKey, List<Ingested> files) {
    var datasets = new Datasets(tx);
    DatasetId id = request.id();
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    if (datasets.find(id).isEmpty()) {
      datasets.create(
          new Dataset(id, key.address(), id.text(), Dataset.Membership.INVITE, false), now);
    }
    Dataset dataset = datasets.require(id);
    requireOwner(dataset, key.address());
    // Somebody may have erased the object between ingest and now.
    files.forEach(file -> ledger.objects().open(tx, file.stored().sha256()));
    VersionLog log = guard.recover(tx, id);
    if (!log.entries().isEmpty()) {
      log.requireValid(key.address());
    }
    Manifest manifest = next(datasets, request, log, dataset, now, files);
    // What was withdrawn is not served, so the same files again are a new version.
    boolean unchanged =
        datasets
            .version(id, log.entries().size())
            .filter(head -> head.withdrawal().isEmpty())
            .flatMap(StoredVersion::manifest)
            .filter(head -> head.manifest().sameContent(manifest))
            .isPresent();
    if (unchanged) {
      return new Outcome.Unchanged(log.entries().size(), key.address());
    }
    ManifestDocument document = ManifestDocument.of(manifest);
    var claim =
        new EntryClaim(
            manifest.seq(),
            document.hash(),
            manifest.primary().sha256(),
            manifest.primary().size(),
            log.headSignature());
    VersionEntry entry = claim.sign(key, manifest.createdAt());
    guard.remember(id, new SignedIntent(entry, document, Optional.of(rowKey)));
    var version =
        new StoredVersion(
            entry,
            Optional.of(document),
            Optional.of(rowKey),
            files.stream().map(Ingested::stored).toList(),
            Optional.empty());
    datasets.append(id, version);
    return new Outcome.Appended(version, key.address());
  }

  private static Manifest next(
      Datasets datasets,
      Request request,
      VersionLog log,
      Dataset dataset,
      Instant now,
      List<Ingested> files) {
    long head = log.entries().size();
    Optional<Manifest> previous = manifestOf(datasets, dataset.id(), head);
    // The first own manifest after an import says up to where there is none.
    Optional<Long> importedThrough =
        head > 0 && previous.isEmpty() ? Optional.of(head) : Optional.empty();
    return new Manifest(
        dataset.id(),
        head + 1,
        log.head().map(VersionEntry::manifestHash),
        now.toString(),
        dataset.owner(),
        previous.map(Manifest::card).orElse(Card.EMPTY).overriddenBy(request.card()),
        files.stream().map(Ingested::listed).toList(),
        request.anonymization(),
        request.bundle().declaredHash(),
        importedThrough);
  }

  private static Optional<Manifest> manifestOf(Datasets datasets, DatasetId id, long seq) {
    return datasets
        .version(id, seq)
        .flatMap(StoredVersion::manifest)
        .map(ManifestDocument::manifest);
  }
}
