package org.obol.finetune.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.JsonReader;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.VerificationException;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.sale.Receipt;
import org.obol.dataset.sale.SellerRecord;
import org.obol.dataset.sale.Signed;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.finetune.provenance.DatasetClaim;
import org.obol.finetune.provenance.DatasetEvidence;
import org.obol.finetune.provenance.HashedFile;
import org.obol.finetune.provenance.SaleEvidence;
import org.obol.finetune.provenance.TrainingLicense;
import org.obol.finetune.provenance.TrainingPermission;

/** Steps 4 to 6: the version of the dataset, from the documents beside the manifest. */
final class VersionSteps {

  private final Subject run;
  private final DatasetClaim.Bound claim;
  private final LogOrigin origin;

  VersionSteps(Subject run, DatasetClaim.Bound claim) {
    this.run = run;
    this.claim = claim;
    Address owner = run.options().owner().orElse(claim.origin().owner());
    this.origin = new LogOrigin(owner, claim.origin().dataset());
  }

  /** Step 4. */
  Outcome log() {
    requireClaimedOwner();
    LogDocument log = readLog();
    DatasetEvidence.requireLog(log, origin);
    if (!log.log().entry(claim.entry().seq()).equals(Optional.of(claim.entry()))) {
      throw new VerificationException(
          "version_log",
          "the entry of v" + claim.entry().seq() + " in the manifest is not the one in the log");
    }
    if (log.log().entries().size() != claim.head()) {
      throw new VerificationException(
          "version_log",
          "the log ends at v" + log.log().entries().size() + ", not at v" + claim.head());
    }
    return proven("v%d of %s, log up to v%d".formatted(claim.entry().seq(), origin, claim.head()));
  }

  /** Step 5. */
  Outcome receipt() {
    requireClaimedOwner();
    if (claim.evidence().receipts().isEmpty()) {
      return new Outcome.Skipped("the run shows no receipt");
    }
    SaleEvidence sale = readSale();
    sale.requireFor(origin, claim.entry().seq(), claim.entry().manifestHash());
    return proven(
        sale.receipts().size()
            + " receipt(s) for this version by a node of the owner; the chain was not asked");
  }

  /** Step 6. */
  Outcome manifest() {
    requireClaimedOwner();
    ManifestDocument version = readManifest();
    if (!version.manifest().dataset().equals(origin.dataset())
        || version.manifest().seq() != claim.entry().seq()) {
      throw new VerificationException(
          "version_manifest",
          "the version's manifest is of v%d of %s"
              .formatted(version.manifest().seq(), version.manifest().dataset()));
    }
    new DatasetEvidence(readLog(), version, origin.owner(), SaleEvidence.NONE).requireManifest();
    requireFile(version);
    return license(version.manifest().card(), version);
  }

  private Outcome license(Card card, ManifestDocument version) {
    TrainingPermission permission = TrainingLicense.of(card);
    if (permission instanceof TrainingPermission.Forbidden forbidden) {
      return new Outcome.Failed(
          FailureClass.LICENSE, "the owner does not allow training: " + forbidden.reason());
    }
    if (!claim.license().id().equals(card.license())
        || !claim.license().sha256().equals(card.licenseSha256())
        || !claim.license().training().equals(permission.word())) {
      return new Outcome.Failed(
          FailureClass.LICENSE,
          "the run names another licence, or allows more, than the version's card");
    }
    return new Outcome.Passed(
        "manifest "
            + version.hash()
            + " is the signed one and names \""
            + claim.file().name()
            + "\"; licence: "
            + permission.reason());
  }

  private void requireFile(ManifestDocument version) {
    boolean named =
        version.manifest().files().stream()
            .anyMatch(
                file ->
                    file.name().equals(claim.file().name())
                        && file.sha256().equals(claim.file().sha256())
                        && file.size() == claim.file().bytes());
    if (!named) {
      throw new VerificationException(
          "version_manifest",
          "the version has no file \""
              + claim.file().name()
              + "\" with the SHA-256 "
              + claim.file().sha256());
    }
  }

  private void requireClaimedOwner() {
    if (!claim.origin().owner().equals(origin.owner())) {
      throw new VerificationException(
          "wrong_owner",
          "the run names the owner "
              + claim.origin().owner()
              + ", but "
              + origin.owner()
              + " is the one you gave");
    }
  }

  /** A step holds only towards an owner that somebody else than the run named. */
  private Outcome proven(String detail) {
    return run.options().owner().isPresent()
        ? new Outcome.Passed(detail)
        : new Outcome.Skipped(
            "CLAIMED, NOT PROVEN: it holds if "
                + origin.owner()
                + " is the owner ("
                + detail
                + "). Give the owner you know with --owner");
  }

  private LogDocument readLog() {
    return LogDocument.read(read(claim.evidence().log(), LogDocument.MAX_BYTES));
  }

  private ManifestDocument readManifest() {
    return ManifestDocument.read(read(claim.evidence().manifest(), ManifestDocument.MAX_BYTES));
  }

  private SaleEvidence readSale() {
    List<Signed<Receipt>> receipts = new ArrayList<>();
    for (HashedFile receipt : claim.evidence().receipts()) {
      byte[] bytes = read(receipt, Signed.MAX_BYTES);
      receipts.add(Receipt.read(JsonReader.read(bytes, Signed.MAX_BYTES)));
    }
    return new SaleEvidence(
        receipts,
        claim.evidence().seller().map(file -> SellerRecord.read(read(file, Signed.MAX_BYTES))));
  }

  private byte[] read(HashedFile file, long maxBytes) {
    byte[] bytes = run.folder().read(file.name(), maxBytes);
    if (!HashedFile.of(file.name(), bytes).sameContent(file)) {
      throw new VerificationException(
          "output_mismatch", "\"" + file.name() + "\" is not the one that the manifest names");
    }
    return bytes;
  }
}
