package org.obol.client.pins;

import java.util.Optional;
import org.obol.client.source.Origin;
import org.obol.crypto.Address;
import org.obol.dataset.DatasetId;
import org.obol.dataset.VerificationException;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.dataset.versionlog.LogVerdict;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.dataset.versionlog.VersionLog;

/**
 * A log that verified, whose owner is the pinned one and which contains everything seen before.
 *
 * @param firstUse whether the owner was believed because nobody said otherwise
 */
public record PinnedLog(VersionLog log, Address owner, boolean firstUse) {

  /**
   * Verifies {@code document} against signatures and memory, then remembers it.
   *
   * @param demanded the owner the user insists on
   * @throws VerificationException {@code owner_changed}, {@code rollback}, {@code equivocation}, or
   *     the fault of the chain
   */
  public static PinnedLog admit(
      LogDocument document,
      Origin origin,
      DatasetId dataset,
      Optional<Address> demanded,
      Pins pins) {
    requireDataset(document, dataset);
    Optional<Address> pinned = pins.owner(origin, dataset);
    Address owner = verifiedOwner(document, demanded, pinned, origin);
    VersionLog log = document.log();
    pins.head(owner, dataset).ifPresent(seen -> requireContains(log, seen));
    VersionEntry head = log.head().orElseThrow();
    pins.pinOwner(origin, dataset, owner);
    pins.raise(owner, dataset, new PinnedHead(head.seq(), head.claim().digest()));
    return new PinnedLog(log, owner, demanded.isEmpty() && pinned.isEmpty());
  }

  private static void requireDataset(LogDocument document, DatasetId dataset) {
    document
        .id()
        .filter(id -> !id.equals(dataset.text()))
        .ifPresent(
            id -> {
              throw new VerificationException(
                  "wrong_dataset",
                  "asked for dataset " + dataset + ", the server sent the log of another one");
            });
  }

  private static Address verifiedOwner(
      LogDocument document, Optional<Address> demanded, Optional<Address> pinned, Origin origin) {
    Optional<Address> signer = valid(document.verify(Optional.empty()));
    if (signer.isEmpty()) {
      throw refused(document.verify(demanded.or(() -> pinned)));
    }
    Address owner = signer.get();
    if (demanded.isPresent() && !demanded.get().equals(owner)) {
      throw refused(document.verify(demanded));
    }
    if (demanded.isEmpty() && pinned.isPresent() && !pinned.get().equals(owner)) {
      throw new VerificationException(
          "owner_changed",
          "the owner of this dataset at "
              + origin
              + " was "
              + pinned.get()
              + " and is now "
              + owner
              + ". Ask the owner whether that is right, and only then pass --owner "
              + owner);
    }
    return owner;
  }

  private static void requireContains(VersionLog log, PinnedHead seen) {
    Optional<VersionEntry> entry = log.entry(seen.seq());
    if (entry.isEmpty()) {
      throw new VerificationException(
          "rollback",
          "the server's log ends at v"
              + log.entries().size()
              + ", but v"
              + seen.seq()
              + " of it was seen before: versions were taken back");
    }
    if (!entry.get().claim().digest().equals(seen.digest())) {
      throw new VerificationException(
          "equivocation",
          "v"
              + seen.seq()
              + " of this log is not the one seen before: the owner signed two different"
              + " histories");
    }
  }

  private static Optional<Address> valid(LogVerdict verdict) {
    return switch (verdict) {
      case LogVerdict.Valid valid -> Optional.of(valid.owner());
      case LogVerdict.Invalid invalid -> Optional.empty();
    };
  }

  private static VerificationException refused(LogVerdict verdict) {
    return switch (verdict) {
      case LogVerdict.Invalid invalid ->
          new VerificationException(invalid.fault().code(), invalid.sentence());
      case LogVerdict.Valid valid -> throw new IllegalStateException("a valid log was refused");
    };
  }
}
