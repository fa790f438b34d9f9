package org.obol.devnet;

import java.util.List;
import java.util.stream.IntStream;
import org.obol.crypto.PrivateKey;
import org.obol.evm.ContractFunction;
import org.obol.evm.GasAccount;
import org.obol.evm.Receipt;
import org.obol.evm.TransactionRequest;

/** Agents by the hundred in the registry, whose files are in their URIs: nothing is fetched. */
public final class TestAgents {

  /** Of our registry alone: others take one agent in a transaction. */
  private static final ContractFunction REGISTER_MANY =
      new ContractFunction("registerMany(string[])", "()");

  private TestAgents() {}

  /** The URI of an agent of that name, with a web site. */
  public static String inline(String name) {
    return "data:application/json,{\"name\":\""
        + name
        + "\",\"services\":[{\"name\":\"web\",\"endpoint\":\"https://"
        + name
        + ".example/\"}]}";
  }

  /** The URIs of agents {@code prefix} with the numbers from {@code from} on. */
  public static List<String> inline(String prefix, int from, int count) {
    return IntStream.range(from, from + count).mapToObj(i -> inline(prefix + i)).toList();
  }

  /**
   * Registers an agent for each of these URIs, in one transaction.
   *
   * @param uris a block has room for 60 of usual length
   * @throws DevnetException when the transaction fails
   */
  public static Receipt register(Devnet devnet, PrivateKey owner, List<String> uris) {
    try (GasAccount account = devnet.gasAccount(owner)) {
      Receipt receipt =
          account.execute(TransactionRequest.call(Devnet.REGISTRY, REGISTER_MANY.encode(uris)));
      if (!receipt.succeeded()) {
        throw new DevnetException(uris.size() + " agents at once were not registered");
      }
      return receipt;
    }
  }
}
