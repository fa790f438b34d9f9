package org.obol.client;

import java.util.Optional;
import org.obol.client.pins.PinnedLog;
import org.obol.client.pins.Pins;
import org.obol.client.source.Origin;
import org.obol.client.source.SellerApi;
import org.obol.client.transfer.TransferListener;
import org.obol.crypto.Address;
import org.obol.crypto.ObolException;
import org.obol.dataset.VerificationException;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.dataset.versionlog.VersionLog;

/** Establishes what a version is: its entry in a pinned log, and the manifest that it signs. */
final class VerifyVersion {

  private final SellerApi api;
  private final Trust trust;
  private final Pins pins;
  private final TransferListener listener;

  VerifyVersion(SellerApi api, Trust trust, Pins pins, TransferListener listener) {
    this.api = api;
    this.trust = trust;
    this.pins = pins;
    this.listener = listener;
  }

  VerifiedVersion run(Optional<Long> wanted) {
    Origin origin = api.source().origin();
    PinnedLog pinned = PinnedLog.admit(api.versions(), origin, api.dataset(), trust.owner(), pins);
    if (pinned.firstUse()) {
      listener.warning(
          "first purchase here: the owner "
              + pinned.owner().checksummed()
              + " is believed and remembered; compare it with what the owner tells you elsewhere");
    }
    VersionEntry entry = entry(pinned.log(), wanted);
    Optional<ManifestDocument> manifest = api.manifest(entry.seq());
    manifest.ifPresentOrElse(
        m -> {
          m.requireMatches(api.dataset(), pinned.log(), entry.seq(), pinned.owner());
          pins.rememberManifest(origin, api.dataset());
        },
        () -> accountForMissing(pinned.log(), entry.seq(), pinned.owner()));
    return new VerifiedVersion(api.dataset(), pinned, entry, manifest);
  }

  private VersionEntry entry(VersionLog log, Optional<Long> wanted) {
    long seq = wanted.orElse((long) log.entries().size());
    return log.entry(seq)
        .orElseThrow(
            () ->
                new ObolException(
                    ObolException.Exit.FAILED,
                    "there is no v"
                        + seq
                        + " of "
                        + api.dataset()
                        + ": the log ends at v"
                        + log.entries().size()));
  }

  /** No silent downgrade (protocol section 2). */
  private void accountForMissing(VersionLog log, long seq, Address owner) {
    if (importedThrough(log, seq, owner) >= seq) {
      listener.warning("v" + seq + " is from before this owner signed manifests");
    } else if (pins.sawManifest(api.source().origin(), api.dataset())) {
      throw new VerificationException(
          "manifest_withheld",
          api.source().origin()
              + " has shown manifests of "
              + api.dataset()
              + " before and has none for v"
              + seq
              + " now: it may be hiding something");
    } else if (trust.paid() && !trust.referenceServer()) {
      throw new VerificationException(
          "no_manifest",
          api.source().origin()
              + " signs no manifest, so name and licence are only claimed; pass --reference-server"
              + " to pay for that");
    }
    listener.warning("name, licence and freshness of v" + seq + " are not signed");
  }

  /** What the first manifest after {@code seq} says about the versions before it; 0 for nothing. */
  private long importedThrough(VersionLog log, long seq, Address owner) {
    for (long later = seq + 1; later <= log.entries().size(); later++) {
      Optional<ManifestDocument> manifest = api.manifest(later);
      if (manifest.isPresent()) {
        manifest.get().requireMatches(api.dataset(), log, later, owner);
        pins.rememberManifest(api.source().origin(), api.dataset());
        return manifest.get().manifest().importedThrough().orElse(0L);
      }
    }
    return 0;
  }
}
