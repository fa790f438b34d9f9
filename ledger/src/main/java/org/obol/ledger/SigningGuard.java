package org.obol.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.manifest.ManifestFile;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.dataset.versionlog.VersionLog;
import org.obol.ledger.StoredVersion.StoredFile;

/**
 * Keeps a key from ever signing two entries with one number (invariant 11). Before an entry is used
 * it is made durable beside the key; a ledger that is found one entry behind gets exactly that
 * entry appended, one that is further behind or on another branch is refused.
 */
final class SigningGuard {

  private final OwnerKeys keys;
  private final ObjectStore objects;

  SigningGuard(OwnerKeys keys, ObjectStore objects) {
    this.keys = keys;
    this.objects = objects;
  }

  /** Brings the ledger up to what the key has signed, if a crash came between the two. */
  VersionLog recover(Tx tx, DatasetId id) {
    var datasets = new Datasets(tx);
    VersionLog log = datasets.log(id);
    Optional<SignedIntent> last = keys.last(id);
    if (last.isEmpty() || agrees(log, last.get())) {
      return log;
    }
    SignedIntent intent = last.get();
    long next = log.entries().size() + 1L;
    boolean continues =
        intent.seq() == next && intent.entry().claim().prevSig().equals(log.headSignature());
    if (!continues) {
      throw new LedgerException(
          "the key of \""
              + id
              + "\" has signed v"
              + intent.seq()
              + " (digest "
              + intent.digest()
              + "), but this ledger ends at v"
              + (next - 1)
              + " without it. It is an old or a second copy: signing on would fork the log. Restore"
              + " the newest backup, or go on where v"
              + intent.seq()
              + " was made");
    }
    datasets.append(id, rebuilt(tx, id, intent));
    return datasets.log(id);
  }

  /** Makes {@code intent} durable as the last thing this key has signed. */
  void remember(DatasetId id, SignedIntent intent) {
    Optional<SignedIntent> last = keys.last(id);
    if (last.isPresent() && last.get().seq() >= intent.seq()) {
      throw new LedgerException(
          "the key of \""
              + id
              + "\" has already signed v"
              + last.get().seq()
              + "; v"
              + intent.seq()
              + " is refused");
    }
    keys.remember(id, intent);
  }

  private static boolean agrees(VersionLog log, SignedIntent last) {
    Optional<VersionEntry> same = log.entry(last.seq());
    if (same.isPresent() && !same.get().claim().digest().equals(last.digest())) {
      throw new LedgerException(
          "the ledger's v"
              + last.seq()
              + " is not the one this key has signed last"
              + " (digest "
              + last.digest()
              + "). Restore the newest backup");
    }
    return same.isPresent();
  }

  private StoredVersion rebuilt(Tx tx, DatasetId id, SignedIntent intent) {
    if (!intent.manifest().hash().equals(intent.entry().manifestHash())) {
      throw new LedgerException(
          keys.lastFile(id) + " was changed: its manifest is not the one of its entry");
    }
    List<StoredFile> files = new ArrayList<>();
    for (ManifestFile file : intent.manifest().manifest().files()) {
      files.add(stored(tx, file));
    }
    return new StoredVersion(
        intent.entry(), Optional.of(intent.manifest()), intent.rowKey(), files, Optional.empty());
  }

  private StoredFile stored(Tx tx, ManifestFile file) {
    Sha256 sha256 = file.sha256();
    try {
      // The record of the object may be missing too, when an older database was put back.
      var digest = objects.adoptIfUnknown(tx, sha256);
      return new StoredFile(
          file.name().text(), file.mediaType(), file.size(), sha256, digest.chunks());
    } catch (IOException e) {
      throw new LedgerException("cannot read the object " + sha256 + ": " + e.getMessage(), e);
    }
  }
}
