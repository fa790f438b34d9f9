package org.obol.client.pay;

import org.obol.crypto.ObolException;

/** Whether a payment that was signed before is one that this request would have signed. */
record BegunCheck(PayRequest request, Purchase begun) {

  /**
   * Nothing is sent that costs more, goes to another account or is another wallet's money. A
   * payment that was settled costs nothing any more.
   *
   * @throws ObolException (refused) naming the payment and how to go on
   */
  void require() {
    if (begun.state() == PurchaseState.SETTLED) {
      return;
    }
    request
        .maxPrice()
        .filter(cap -> begun.cost().price().compareTo(cap) > 0)
        .ifPresent(cap -> refuse("is more than --max-price " + cap.toPlainString()));
    request
        .payTo()
        .filter(account -> !account.equals(begun.cost().payee().address()))
        .ifPresent(account -> refuse("does not go to --pay-to " + account.checksummed()));
    request
        .payer()
        .filter(wallet -> !wallet.equals(begun.payment().payer()))
        .ifPresent(wallet -> refuse("is not of the wallet " + wallet.checksummed()));
  }

  private void refuse(String fault) {
    throw new ObolException(
        ObolException.Exit.REFUSED,
        "the payment "
            + begun.id()
            + " of "
            + begun.cost()
            + " to "
            + begun.cost().payee().address().checksummed()
            + " from the wallet "
            + begun.payment().payer().checksummed()
            + " was begun before and "
            + fault
            + ": nothing was sent. Send it with obol purchases resume "
            + begun.id()
            + ". "
            + another());
  }

  private String another() {
    return switch (begun.state()) {
      case PLANNED, REFUSED ->
          "Another one is not signed before " + begun.closes() + ", when nobody can take it";
      case SENT, UNKNOWN, SETTLED ->
          "Another one is not signed before it is known what became of it";
    };
  }
}
