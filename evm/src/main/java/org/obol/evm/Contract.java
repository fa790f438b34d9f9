package org.obol.evm;

import java.util.List;
import org.obol.crypto.Address;

/** Questions to one contract. */
public final class Contract {

  private final EvmClient client;
  private final Address address;

  /** The contract at {@code address}; nothing is asked yet. */
  public Contract(EvmClient client, Address address) {
    this.client = client;
    this.address = address;
  }

  /** Where it is. */
  public Address address() {
    return address;
  }

  /**
   * The values that {@code function} returns on that block.
   *
   * @throws ContractException when it reverts or returns something else
   * @throws RpcException when the node has no answer
   */
  public List<Object> read(BlockTag block, ContractFunction function, Object... arguments) {
    CallRequest request = CallRequest.of(address, function.encode(arguments)).at(block);
    return switch (client.call(request)) {
      case CallResult.Reverted reverted ->
          throw new ContractException(address, function, "reverted: " + reverted.reason());
      case CallResult.Returned returned -> {
        try {
          yield function.decode(returned.data());
        } catch (AbiException e) {
          throw new ContractException(
              address, function, "it returned " + returned.data().size() + " other bytes");
        }
      }
    };
  }

  /** The only value that {@code function} returns on the newest block; see {@link #read}. */
  public Object readOne(ContractFunction function, Object... arguments) {
    return read(BlockTag.Named.LATEST, function, arguments).getFirst();
  }
}
