package org.obol.finetune.provenance;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Sha256;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.VerificationException;
import org.obol.dataset.sale.Receipt;
import org.obol.dataset.sale.SellerRecord;
import org.obol.dataset.sale.Signed;

/**
 * Receipts for a version, and the owner's seller record that names who may sign them (protocol
 * section 7). Whether the payment is on the chain is not looked up.
 */
public record SaleEvidence(List<Signed<Receipt>> receipts, Optional<Signed<SellerRecord>> seller) {

  /** No receipt: the version was not bought, or who trains is its owner. */
  public static final SaleEvidence NONE = new SaleEvidence(List.of(), Optional.empty());

  /** Copies the list. */
  public SaleEvidence {
    receipts = List.copyOf(receipts);
  }

  /**
   * Demands that every receipt is for this version and signed by a node key that the owner's seller
   * record named when it was issued.
   *
   * @throws VerificationException {@code receipt_mismatch}, {@code receipt_signer} or {@code
   *     seller_record}
   */
  public void requireFor(LogOrigin origin, long seq, Sha256 manifestHash) {
    for (Signed<Receipt> receipt : receipts) {
      requireAbout(receipt.document(), origin, seq, manifestHash);
      requireSigner(receipt, origin);
    }
  }

  private static void requireAbout(
      Receipt receipt, LogOrigin origin, long seq, Sha256 manifestHash) {
    boolean same =
        receipt.origin().equals(origin)
            && receipt.seq() == seq
            && receipt.manifestHash().equals(manifestHash);
    if (!same) {
      throw new VerificationException(
          "receipt_mismatch",
          "the receipt "
              + receipt.entitlement()
              + " is for v%d of %s (manifest %s), not for v%d of %s (manifest %s)"
                  .formatted(
                      receipt.seq(),
                      receipt.origin(),
                      receipt.manifestHash(),
                      seq,
                      origin,
                      manifestHash));
    }
  }

  private void requireSigner(Signed<Receipt> receipt, LogOrigin origin) {
    Signed<SellerRecord> record =
        seller.orElseThrow(
            () ->
                new VerificationException(
                    "seller_record",
                    "there is a receipt, but no seller record of "
                        + origin.owner()
                        + " that says who may sign it"));
    SellerRecord named = SellerRecord.verify(record, origin, receipt.document().issuedAt());
    Optional<Address> signer = receipt.signer();
    if (signer.filter(named::names).isEmpty()) {
      throw new VerificationException(
          "receipt_signer",
          "the receipt "
              + receipt.document().entitlement()
              + " is signed by "
              + signer.map(Address::hex).orElse("nobody")
              + ", which the seller record of "
              + origin.owner()
              + " does not name");
    }
  }
}
