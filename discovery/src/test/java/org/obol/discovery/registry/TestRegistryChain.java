package org.obol.discovery.registry;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.obol.crypto.Address;
import org.obol.crypto.PrivateKey;
import org.obol.devnet.Anvil;
import org.obol.devnet.Devnet;
import org.obol.devnet.DevnetConfig;
import org.obol.devnet.TestAgents;
import org.obol.evm.ContractFunction;
import org.obol.evm.GasAccount;
import org.obol.evm.HexBytes;
import org.obol.evm.Receipt;
import org.obol.evm.TransactionRequest;

/** A chain with a registry, and those who use it. */
public final class TestRegistryChain implements AutoCloseable {

  private static final ContractFunction TRANSFER =
      new ContractFunction("transferFrom(address,address,uint256)", "()");

  private final Devnet devnet = Devnet.start(config());

  private static DevnetConfig config() {
    return DevnetConfig.of(Anvil.install(Path.of("..", "devnet", "target", "anvil")));
  }

  /** The chain. */
  public Devnet devnet() {
    return devnet;
  }

  /** The registry. */
  public RegistryId registry() {
    return new RegistryId(devnet.chain(), Devnet.REGISTRY);
  }

  /** Sends a call to the registry. */
  public Receipt send(PrivateKey key, HexBytes call) {
    try (GasAccount account = devnet.gasAccount(key)) {
      Receipt receipt = account.execute(TransactionRequest.call(Devnet.REGISTRY, call));
      if (!receipt.succeeded()) {
        throw new AssertionError("reverted");
      }
      return receipt;
    }
  }

  /** Registers an agent for each of these URIs, in one transaction. */
  public Receipt registerMany(PrivateKey key, List<String> uris) {
    return TestAgents.register(devnet, key, uris);
  }

  /** Gives an agent away. */
  public Receipt transfer(PrivateKey from, Address to, long agent) {
    return send(from, TRANSFER.encode(from.address(), to, BigInteger.valueOf(agent)));
  }

  @Override
  public void close() {
    devnet.close();
  }
}
