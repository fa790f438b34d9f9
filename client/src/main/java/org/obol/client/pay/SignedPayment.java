package org.obol.client.pay;

import java.time.Instant;
import org.obol.crypto.Address;
import org.obol.dataset.sale.Claim;

/**
 * A payment as it is sent, every time the same bytes. It does not show itself: who has the claim
 * can have the token.
 *
 * @param header the value of PAYMENT-SIGNATURE
 * @param nonce of the authorization, 0x and 64 hex characters
 * @param validBefore nobody can take the money at this time or later
 */
public record SignedPayment(
    Address payer, String header, String nonce, Instant validBefore, Claim claim) {

  @Override
  public String toString() {
    return "SignedPayment[" + nonce + "]";
  }
}
