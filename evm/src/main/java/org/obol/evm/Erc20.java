package org.obol.evm;

import java.math.BigInteger;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Eip712;

/**
 * A token (EIP-20). Every question throws {@link ContractException} when the contract is no token
 * and {@link RpcException} when the node has no answer.
 */
public final class Erc20 {

  /** The first topic of a transfer. */
  public static final Bytes32 TRANSFER = Eip712.typeHash("Transfer(address,address,uint256)");

  private static final ContractFunction NAME = new ContractFunction("name()", "(string)");
  private static final ContractFunction DECIMALS = new ContractFunction("decimals()", "(uint8)");
  private static final ContractFunction BALANCE_OF =
      new ContractFunction("balanceOf(address)", "(uint256)");

  private final Contract contract;

  /** The token at {@code address}; nothing is asked yet. */
  public Erc20(EvmClient client, Address address) {
    this.contract = new Contract(client, address);
  }

  /** Where the token is. */
  public Address address() {
    return contract.address();
  }

  /** What the token calls itself: hostile text. */
  public String name() {
    return (String) contract.readOne(NAME);
  }

  /** How many decimal places a whole token has, 0..255. */
  public int decimals() {
    return ((BigInteger) contract.readOne(DECIMALS)).intValueExact();
  }

  /** How many atomic units {@code owner} has. */
  public BigInteger balanceOf(Address owner) {
    return (BigInteger) contract.readOne(BALANCE_OF, owner);
  }

  /** The transfer that {@code log} tells of; empty when it tells of something else. */
  public static Optional<TransferEvent> transfer(Log log) {
    if (!log.is(TRANSFER, 3) || log.data().size() != Bytes32.BYTES) {
      return Optional.empty();
    }
    return Topics.address(log.topics().get(1))
        .flatMap(
            from ->
                Topics.address(log.topics().get(2))
                    .map(
                        to ->
                            new TransferEvent(
                                log.address(), from, to, new BigInteger(1, log.data().bytes()))));
  }
}
