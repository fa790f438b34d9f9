package org.obol.client.pay;

import java.time.Instant;

/** What a buyer is told of a payment that did not simply go through. */
record PurchaseWords(Purchase purchase) {

  /** It is sent again and again. */
  String waiting(String reason) {
    return "the payment "
        + purchase.id()
        + " was sent and is not settled yet: "
        + reason
        + "; trying again until "
        + purchase.closes()
        + ". Ctrl-C is safe: go on with obol purchases resume "
        + purchase.id();
  }

  /** The seller did not take it. */
  String refused(String reason, Instant now) {
    return "the payment "
        + purchase.id()
        + " of "
        + purchase.cost()
        + " from the wallet "
        + purchase.payment().payer().checksummed()
        + " was refused ("
        + reason
        + "). "
        + (purchase.isExpired(now)
            ? "It has expired, so that nobody can take it any more"
            : "Until "
                + purchase.closes()
                + " the same command sends this one again, and never signs a second");
  }

  /** Nobody has said what became of it; goes behind a reason. */
  String advice() {
    String known =
        purchase.state() == PurchaseState.SETTLED
            ? ". It was paid before"
            : ". It is not known whether the payment was taken";
    return known
        + "; nothing was signed a second time. To ask again: obol purchases resume "
        + purchase.id();
  }
}
