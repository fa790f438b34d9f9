package org.obol.evm;

import org.obol.crypto.Address;
import org.obol.crypto.ObolException;

/** A contract that does not answer a question as its standard says. */
public final class ContractException extends ObolException {

  private static final long serialVersionUID = 1L;

  /** {@code contract} did not answer {@code function}; {@code why} ends the sentence. */
  public ContractException(Address contract, ContractFunction function, String why) {
    super(
        Exit.FAILED,
        "the contract " + contract.checksummed() + " does not answer " + function + ": " + why);
  }
}
