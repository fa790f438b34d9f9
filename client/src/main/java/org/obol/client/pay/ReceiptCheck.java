package org.obol.client.pay;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.dataset.VerificationException;
import org.obol.dataset.sale.Offer;
import org.obol.dataset.sale.Receipt;
import org.obol.dataset.sale.SellerRecord;
import org.obol.dataset.sale.Signed;

/**
 * Whether a receipt is the seller's word about exactly this payment.
 *
 * @param current the seller record that the server shows now, asked for when the node key is not
 *     the one of the purchase
 */
record ReceiptCheck(Supplier<Optional<Signed<SellerRecord>>> current, InstantSource clock) {

  /** What a receipt is. */
  sealed interface Verdict {

    /** Signed by the seller, for this payment. */
    record Good(Signed<Receipt> receipt) implements Verdict {}

    /** There is none, and there was no offer either. */
    record NoneNeeded() implements Verdict {}

    /** Missing, or about something else. */
    record Bad(String fault) implements Verdict {}
  }

  Verdict check(Purchase purchase, Optional<Json> shown) {
    Optional<Signed<Offer>> offer = purchase.evidence().offer();
    if (offer.isEmpty()) {
      return new Verdict.NoneNeeded();
    }
    if (shown.isEmpty()) {
      return new Verdict.Bad("it is missing");
    }
    Signed<Receipt> receipt;
    try {
      receipt = Receipt.read(shown.get());
    } catch (JsonException e) {
      return new Verdict.Bad(String.valueOf(e.getMessage()));
    }
    if (!receipt.document().isFor(offer.get())) {
      return new Verdict.Bad("it is for another offer");
    }
    if (!receipt.document().payer().equals(purchase.payment().payer())) {
      return new Verdict.Bad("it is for another payer, " + receipt.document().payer());
    }
    Optional<Address> signer = receipt.signer();
    return signer.filter(key -> isSellers(purchase, key)).isPresent()
        ? new Verdict.Good(receipt)
        : new Verdict.Bad(
            "it is signed by "
                + signer.map(Address::hex).orElse("nobody")
                + ", which the owner's seller record does not name");
  }

  private boolean isSellers(Purchase purchase, Address key) {
    return purchase.evidence().seller().filter(s -> s.document().names(key)).isPresent()
        || current.get().filter(s -> isSellersNow(purchase, s, key)).isPresent();
  }

  /** A node may have another key when a payment is asked about again. */
  private boolean isSellersNow(Purchase purchase, Signed<SellerRecord> record, Address key) {
    try {
      return SellerRecord.verify(record, purchase.goods().origin(), clock.instant()).names(key);
    } catch (VerificationException e) {
      return false;
    }
  }
}
