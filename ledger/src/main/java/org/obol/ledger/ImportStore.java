package org.obol.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.obol.crypto.Address;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.VerificationException;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.dataset.manifest.FileName;
import org.obol.dataset.manifest.ManifestFile;
import org.obol.dataset.tree.FileDigest;
import org.obol.dataset.versionlog.LogVerdict;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.ledger.ReferenceStore.Grant;
import org.obol.ledger.StoredVersion.StoredFile;

/**
 * From a store of the reference and its key to a dataset here: verify the log against the key, copy
 * the artifacts that are what was signed, then in one transaction take over log and tokens.
 */
public final class ImportStore {

  private static final String BINARY = "application/octet-stream";

  private final Ledger ledger;
  private final OwnerKeys keys;
  private final InstantSource clock;

  /** Imports into {@code ledger}, and the key into {@code keys}. */
  public ImportStore(Ledger ledger, OwnerKeys keys, InstantSource clock) {
    this.ledger = ledger;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * What was taken over.
   *
   * @param artifacts how many versions have their file here
   * @param tokens how many tokens go on being good
   * @param warnings one sentence for each thing that was left behind
   */
  public record Imported(
      Dataset dataset, int versions, int artifacts, int tokens, List<String> warnings) {

    /** Copies the list. */
    public Imported {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Imports the store in {@code file}, whose log {@code key} signs.
   *
   * @param progress is told how many bytes each step had
   * @throws VerificationException naming the first entry that is not {@code key}'s or not linked
   * @throws LedgerException when there is such a dataset already, or the store cannot be read
   */
  public Imported run(Path file, Path key, LongConsumer progress) throws IOException {
    ReferenceStore store = ReferenceStore.read(file);
    Address owner = keys.peek(key).address();
    ledger.db().read(tx -> requireNew(new Datasets(tx), store.id(), owner));
    requireValid(store, owner);
    List<String> warnings = new ArrayList<>();
    List<StoredVersion> versions = new ArrayList<>();
    for (VersionEntry entry : store.log().log().entries()) {
      List<StoredFile> files = artifact(store, entry, progress, warnings);
      versions.add(
          new StoredVersion(entry, Optional.empty(), Optional.empty(), files, Optional.empty()));
    }
    Map<Sha256, Grant> grants = usable(store, warnings);
    keys.bring(store.id(), key);
    return ledger.db().write(tx -> take(tx, store, owner, versions, grants, warnings));
  }

  private static void requireValid(ReferenceStore store, Address owner) {
    switch (store.log().verify(Optional.of(owner))) {
      case LogVerdict.Valid ignored -> {}
      case LogVerdict.Invalid bad ->
          throw new VerificationException(bad.fault().code(), bad.sentence());
    }
  }

  private static boolean requireNew(Datasets datasets, DatasetId id, Address owner) {
    if (datasets.find(id).isPresent()) {
      throw new LedgerException(
          "there is a dataset \"" + id + "\" here already; a store is imported only once");
    }
    datasets.requireUnused(owner, id);
    return true;
  }

  private List<StoredFile> artifact(
      ReferenceStore store, VersionEntry entry, LongConsumer progress, List<String> warnings)
      throws IOException {
    String version = "v" + entry.seq() + ": ";
    Path listed = store.artifacts().get(entry.seq());
    if (listed == null) {
      warnings.add(version + "the store names no artifact");
      return List.of();
    }
    Path path = store.folder().resolve(listed);
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      warnings.add(version + "the artifact " + path + " is missing or cannot be read");
      return List.of();
    }
    FileDigest digest;
    try (InputStream in = Files.newInputStream(path)) {
      digest = ledger.objects().ingestIf(entry.fileHash(), in, progress);
    }
    if (!digest.sha256().equals(entry.fileHash()) || digest.size() != entry.size()) {
      warnings.add(
          version
              + "the artifact "
              + path
              + " is not what was signed: "
              + digest.size()
              + " bytes, SHA-256 "
              + digest.sha256());
      return List.of();
    }
    String name = name(path, entry.seq());
    String type = name.endsWith(".jsonl") ? ManifestFile.JSONL : BINARY;
    return List.of(new StoredFile(name, type, digest.size(), digest.sha256(), digest.chunks()));
  }

  private static String name(Path path, long seq) {
    try {
      return new FileName(String.valueOf(path.getFileName())).text();
    } catch (IllegalArgumentException e) {
      // Imported versions have no manifest, so that the name is signed nowhere.
      return "v" + seq + ".jsonl";
    }
  }

  /** The tokens that opened something there; of two with one hash, the one that opened more. */
  private static Map<Sha256, Grant> usable(ReferenceStore store, List<String> warnings) {
    Map<Sha256, Grant> usable = new HashMap<>();
    for (int i = 0; i < store.grants().size(); i++) {
      Grant grant = store.grants().get(i);
      String place = "entitlement " + (i + 1) + " is left behind: ";
      if (!Sha256.isHex(grant.tokenHash())) {
        warnings.add(place + "tokenHash is not 64 lowercase hex characters");
      } else if (!grant.groupId().equals(store.groupId())) {
        warnings.add(place + "it belongs to group \"" + grant.groupId() + "\"");
      } else if (grant.maxVersion() < 1) {
        warnings.add(place + "maxVersion is " + grant.maxVersion() + ", which opens nothing");
      } else {
        usable.merge(
            new Sha256(grant.tokenHash()),
            grant,
            (one, other) -> one.maxVersion() >= other.maxVersion() ? one : other);
      }
    }
    return usable;
  }

  private Imported take(
      Tx tx,
      ReferenceStore store,
      Address owner,
      List<StoredVersion> versions,
      Map<Sha256, Grant> grants,
      List<String> warnings) {
    Instant now = clock.instant();
    var datasets = new Datasets(tx);
    requireNew(datasets, store.id(), owner);
    var dataset = new Dataset(store.id(), owner, store.groupId(), Dataset.Membership.INVITE, false);
    datasets.create(dataset, now);
    for (StoredVersion version : versions) {
      version.files().forEach(file -> ledger.objects().open(tx, file.sha256()));
      datasets.append(store.id(), version);
    }
    List<String> told = new ArrayList<>(warnings);
    int tokens = 0;
    for (Map.Entry<Sha256, Grant> entry : grants.entrySet()) {
      if (adopt(new Members(tx), store.id(), entry.getKey(), entry.getValue(), now)) {
        tokens++;
      } else {
        told.add("a token is left behind: it is known here for another dataset");
      }
    }
    int artifacts = (int) versions.stream().filter(v -> !v.files().isEmpty()).count();
    return new Imported(dataset, versions.size(), artifacts, tokens, told);
  }

  private static boolean adopt(
      Members members, DatasetId id, Sha256 tokenHash, Grant grant, Instant now) {
    if (members.holder(tokenHash).isPresent()) {
      return false;
    }
    String subject = grant.label().orElse("imported " + tokenHash.hex().substring(0, 8));
    VersionRange versions = VersionRange.upTo(grant.maxVersion());
    Entitlement entitlement =
        members.grant(id, subject, versions, Entitlement.Source.IMPORTED, now);
    members.adopt(tokenHash, entitlement.id(), now);
    return true;
  }
}
