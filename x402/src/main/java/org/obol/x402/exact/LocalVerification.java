package org.obol.x402.exact;

import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.x402.wire.Reason;

/** What can be said of a payment without asking a chain. */
public sealed interface LocalVerification {

  /** It fits what is asked. */
  sealed interface Fitting extends LocalVerification {

    /** The payment, read. */
    ExactPayment payment();
  }

  /**
   * The payer's key signed it and it fits. Whether it can be settled (balance, nonce, a payer that
   * is a contract after all) only the chain knows.
   */
  record Signed(ExactPayment payment) implements Fitting {}

  /**
   * It fits, but no key of the payer signed it: a contract wallet may accept it (EIP-1271). Without
   * a chain it proves nothing.
   */
  record ContractOnly(ExactPayment payment) implements Fitting {}

  /** It does not fit. */
  record Refused(Reason reason, Optional<Address> payer) implements LocalVerification {}
}
