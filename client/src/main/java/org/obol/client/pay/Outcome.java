package org.obol.client.pay;

import java.util.Optional;
import org.obol.client.VerifiedVersion;
import org.obol.client.source.MemberToken;

/** What a purchase came to. */
public sealed interface Outcome {

  /** How the buyer came to a token. */
  enum How {
    /** It was here from before. */
    KEPT,
    /** A payment was signed and settled. */
    PAID,
    /** A payment that was signed before was sent again. */
    RESUMED,
    /** The wallet signed in: it had bought the version before. */
    SIGNED_IN,
    /** The seller had lost the purchase, and took the receipt for it. */
    RESTORED
  }

  /**
   * The buyer is a member.
   *
   * @param seq the version that the token opens
   * @param purchase absent when the token came from elsewhere
   */
  record Member(long seq, MemberToken token, How how, Optional<Purchase> purchase)
      implements Outcome {

    /** The same for another version that the purchase opened. */
    Member opening(long other) {
      return new Member(other, token, how, purchase);
    }
  }

  /** The quote was not approved; nothing was signed. */
  record NotPaid(Quote quote) implements Outcome {}

  /** Sending the payment again was not approved; nothing was sent. */
  record NotResumed(VerifiedVersion version, Purchase purchase) implements Outcome {}
}
