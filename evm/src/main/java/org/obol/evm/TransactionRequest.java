package org.obol.evm;

import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;
import org.obol.crypto.Address;

/**
 * What a transaction should do.
 *
 * @param to nobody for the creation of a contract
 * @param value wei that are sent along
 * @param gasLimit units of gas; the node's estimate and a margin when absent
 */
public record TransactionRequest(
    Optional<Address> to, HexBytes data, BigInteger value, OptionalLong gasLimit) {

  /** A call of the contract at {@code to}. */
  public static TransactionRequest call(Address to, HexBytes data) {
    return new TransactionRequest(Optional.of(to), data, BigInteger.ZERO, OptionalLong.empty());
  }

  /** The creation of a contract. */
  public static TransactionRequest create(HexBytes initCode) {
    return new TransactionRequest(
        Optional.empty(), initCode, BigInteger.ZERO, OptionalLong.empty());
  }

  /** The same with a limit of that many units of gas. */
  public TransactionRequest withGasLimit(long limit) {
    return new TransactionRequest(to, data, value, OptionalLong.of(limit));
  }
}
