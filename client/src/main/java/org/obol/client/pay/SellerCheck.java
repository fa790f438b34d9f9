package org.obol.client.pay;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.obol.client.VerifiedVersion;
import org.obol.client.source.Origin;
import org.obol.client.source.Source;
import org.obol.crypto.Address;
import org.obol.crypto.JsonException;
import org.obol.crypto.Sha256;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.VerificationException;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.sale.Offer;
import org.obol.dataset.sale.PayeeCheck;
import org.obol.dataset.sale.SellerRecord;
import org.obol.dataset.sale.Signed;
import org.obol.x402.wire.PaymentRequirements;

/**
 * Whether who asks for money is the owner of the log, or was sent by them (invariant 4a), and asks
 * for it on terms that were signed. Every failure is a {@link VerificationException}.
 *
 * @param seller what the server shows as the seller record
 * @param highestSerial of all records of this log so far
 */
record SellerCheck(
    PayRequest request,
    LogOrigin pinned,
    Optional<Signed<SellerRecord>> seller,
    long highestSerial,
    Instant now) {

  /** Why {@code cost} may be paid to its payee. */
  PayeeCheck.Ground payee(Cost cost) {
    return switch (rule().check(cost.payee(), now)) {
      case PayeeCheck.Verdict.Allowed allowed -> allowed.ground();
      case PayeeCheck.Verdict.Refused refused ->
          throw new VerificationException("payee", refused.reason());
    };
  }

  /** The highest serial from now on. */
  long serialToKeep() {
    return rule().serialToKeep();
  }

  private PayeeCheck rule() {
    return new PayeeCheck(pinned, request.payTo(), seller, highestSerial);
  }

  /**
   * The seller record, verified, not older than one seen before, and naming the server that shows
   * it; empty only at a reference server that never had one.
   */
  Optional<Signed<SellerRecord>> record() {
    if (seller.isEmpty()) {
      requireReference("it shows no seller record, so nobody can say whether the owner sells here");
      if (highestSerial > 0) {
        throw fault("it shows no seller record, and the owner has signed one before");
      }
      return seller;
    }
    SellerRecord record = SellerRecord.verify(seller.get(), pinned, now);
    if (record.serial() < highestSerial) {
      throw fault(
          "it shows a seller record with serial %d, and one with %d was seen before"
              .formatted(record.serial(), highestSerial));
    }
    if (record.endpoints().stream().noneMatch(this::isHere)) {
      throw new VerificationException(
          "endpoint",
          "the owner "
              + pinned.owner()
              + " sells "
              + pinned.dataset()
              + " at "
              + record.endpoints().stream().map(URI::toString).collect(Collectors.joining(", "))
              + " and not at "
              + request.source()
              + ", which may be a copy. Buy there");
    }
    return seller;
  }

  private boolean isHere(URI endpoint) {
    Source named = new Source(endpoint, Optional.empty());
    return named.origin().equals(Origin.of(request.source().base()))
        && path(named).equals(path(request.source()));
  }

  private static String path(Source source) {
    return String.valueOf(source.base().getRawPath());
  }

  /** The offer, signed by a node key of the record and saying what is paid and what for. */
  Optional<Signed<Offer>> offer(
      PaymentRequirements requirement, VerifiedVersion version, Cost cost) {
    Optional<Signed<Offer>> shown = read(requirement);
    if (shown.isEmpty()) {
      requireReference("it signs no offer, so it could deny what was paid for");
      return shown;
    }
    Offer offer = shown.get().document();
    List<Address> keys = seller.map(s -> s.document().nodeKeys()).orElse(List.of());
    Optional<Address> signer = shown.get().signer();
    if (signer.filter(keys::contains).isEmpty()) {
      throw unsold(
          "is signed by "
              + signer.map(Address::hex).orElse("nobody")
              + ", which the owner's seller record does not name");
    }
    require(offer.origin().equals(pinned), "is for another dataset or owner: " + offer.origin());
    require(offer.seq() == version.entry().seq(), "is for v" + offer.seq());
    require(
        offer.manifestHash().equals(version.entry().manifestHash()),
        "is for another manifest than the signed one");
    require(offer.licenseSha256().equals(license(version)), "is for another licence text");
    require(offer.payee().equals(cost.payee()), "names another payee: " + offer.payee());
    require(offer.amount().equals(cost.amount()), "says another amount: " + offer.amount());
    require(offer.isOpen(now), "could be paid until " + offer.validUntil());
    return shown;
  }

  private static Optional<Sha256> license(VerifiedVersion version) {
    return version
        .manifest()
        .map(ManifestDocument::manifest)
        .flatMap(manifest -> manifest.card().licenseSha256());
  }

  private Optional<Signed<Offer>> read(PaymentRequirements requirement) {
    try {
      return requirement.extra().get("offer").map(Offer::read);
    } catch (JsonException e) {
      throw unsold("cannot be read: " + e.getMessage());
    }
  }

  private void requireReference(String fault) {
    if (!request.trust().referenceServer()) {
      throw fault(fault + ". Ask the owner; --reference-server pays all the same");
    }
  }

  private void require(boolean holds, String fault) {
    if (!holds) {
      throw unsold(fault);
    }
  }

  private VerificationException unsold(String fault) {
    return new VerificationException(
        "offer", "the offer of " + request.source().origin() + " " + fault + ": nothing was paid");
  }

  private VerificationException fault(String fault) {
    return new VerificationException(
        "seller_record", request.source().origin() + " is not to be paid: " + fault);
  }
}
