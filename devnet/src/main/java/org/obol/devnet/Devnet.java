package org.obol.devnet;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.obol.crypto.Address;
import org.obol.crypto.PrivateKey;
import org.obol.evm.AbiTypes;
import org.obol.evm.ChainId;
import org.obol.evm.ContractFunction;
import org.obol.evm.EvmClient;
import org.obol.evm.GasAccount;
import org.obol.evm.GasAccountConfig;
import org.obol.evm.HexBytes;
import org.obol.evm.JsonRpc;
import org.obol.evm.Receipt;
import org.obol.evm.RpcConfig;
import org.obol.evm.TransactionRequest;

/**
 * A chain on this machine: anvil, a dollar that moves by EIP-3009, an agent registry (ERC-8004),
 * and ten accounts that have plenty of that dollar. It lives in memory and ends with {@link #close}
 * or with the JVM. Thread-safe, but for minting and deploying, which are for one thread at a time.
 */
public final class Devnet implements AutoCloseable {

  /** Where the dollar always is: the first contract of the first account. */
  public static final Address TOKEN = new Address("0x5fbdb2315678afecb367f032d93f642f64180aa3");

  /** Where Multicall3 is, as on most chains. */
  public static final Address MULTICALL = new Address("0xca11bde05977b3631167028862be2a173976ca11");

  /** Where the agent registry (ERC-8004) is: where it is on public test networks. */
  public static final Address REGISTRY = new Address("0x8004a818bfb912233c491871b3d84c89a494bd9e");

  /** What each account has at first, in atomic units: a million dollars. */
  public static final BigInteger ENDOWMENT = BigInteger.TEN.pow(12);

  private static final ContractFunction MINT =
      new ContractFunction("mint(address,uint256)", "(bool)");
  private static final GasAccountConfig QUICK =
      GasAccountConfig.standard()
          .pollingEvery(Duration.ofMillis(20))
          .replacingAfter(Duration.ofSeconds(10))
          .givingUpAfter(Duration.ofSeconds(30));

  private final AnvilProcess process;
  private final ChainId chain;
  private final URI uri;
  private final JsonRpc rpc;
  private final EvmClient client;

  private Devnet(AnvilProcess process, ChainId chain) {
    this.process = process;
    this.chain = chain;
    this.uri = URI.create("http://127.0.0.1:" + process.port());
    this.rpc = new JsonRpc(RpcConfig.of(uri));
    this.client = new EvmClient(rpc);
  }

  /**
   * Starts the chain, deploys the dollar, Multicall3 and the registry, and endows the accounts.
   *
   * @throws DevnetException when anvil does not start
   */
  public static Devnet start(DevnetConfig config) {
    AnvilProcess process =
        AnvilProcess.start(
            config.anvil(),
            List.of(
                "--host", "127.0.0.1",
                "--port", String.valueOf(config.port()),
                "--chain-id", String.valueOf(config.chain().value())));
    var devnet = new Devnet(process, config.chain());
    try {
      devnet.prepare();
      return devnet;
    } catch (RuntimeException e) {
      devnet.close();
      throw e;
    }
  }

  /** Where its JSON-RPC is. */
  public URI uri() {
    return uri;
  }

  /** Its chain id. */
  public ChainId chain() {
    return chain;
  }

  /** A client of it. */
  public EvmClient client() {
    return client;
  }

  /** What only a local chain can be told. */
  public ChainControls controls() {
    return new ChainControls(rpc);
  }

  /** An account that sends with {@code key}, which looks for receipts each 20 ms. */
  public GasAccount gasAccount(PrivateKey key) {
    return new GasAccount(client, chain, key, QUICK);
  }

  /** Makes {@code value} atomic units of the dollar for {@code to}. */
  public void mint(Address to, BigInteger value) {
    execute(TransactionRequest.call(TOKEN, MINT.encode(to, value)));
  }

  /** Deploys a wallet that is a contract and takes the signatures of {@code owner} (ERC-1271). */
  public Address deployWallet(Address owner) {
    HexBytes argument = AbiTypes.of("(address)").encode(owner);
    return deploy(CompiledContract.of("TestWallet").initCode().then(argument));
  }

  /**
   * Deploys a contract from the first account.
   *
   * @param initCode the creating code and the constructor's arguments
   */
  public Address deploy(HexBytes initCode) {
    return execute(TransactionRequest.create(initCode))
        .createdContract()
        .orElseThrow(() -> new DevnetException("the contract was not created"));
  }

  /** Ends the chain; nothing is kept. */
  @Override
  public void close() {
    rpc.close();
    process.close();
  }

  List<ProcessHandle> processes() {
    return process.processes();
  }

  private void prepare() {
    Address token = deploy(CompiledContract.of("TestDollar").initCode());
    if (!token.equals(TOKEN)) {
      throw new DevnetException("the dollar is at " + token + " and should be at " + TOKEN);
    }
    controls().setCode(MULTICALL, CompiledContract.of("Multicall3").code());
    controls().setCode(REGISTRY, CompiledContract.of("TestRegistry").code());
    for (PrivateKey account : TestAccounts.all()) {
      mint(account.address(), ENDOWMENT);
    }
  }

  private Receipt execute(TransactionRequest request) {
    // A fresh one each time: a snapshot may have turned the nonce back.
    try (GasAccount first = gasAccount(TestAccounts.key(0))) {
      Receipt receipt = first.execute(request);
      if (!receipt.succeeded()) {
        throw new DevnetException("transaction " + receipt.transactionHash() + " reverted");
      }
      return receipt;
    }
  }
}
