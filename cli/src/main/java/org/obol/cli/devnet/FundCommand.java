package org.obol.cli.devnet;

import java.math.BigDecimal;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.cli.sale.Money;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.devnet.TestAccounts;
import org.obol.evm.ChainId;
import org.obol.evm.ContractFunction;
import org.obol.evm.EvmClient;
import org.obol.evm.GasAccount;
import org.obol.evm.GasAccountConfig;
import org.obol.evm.JsonRpc;
import org.obol.evm.Receipt;
import org.obol.evm.RpcConfig;
import org.obol.evm.TransactionRequest;
import org.obol.x402.token.Token;
import org.obol.x402.wire.AtomicAmount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol devnet fund}. */
@Command(
    name = "fund",
    description = "Make test dollars for an account on the running devnet.",
    footer = {
      "",
      "Example:",
      "  obol devnet fund 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --amount 100"
    })
final class FundCommand implements Task {

  private static final ContractFunction MINT =
      new ContractFunction("mint(address,uint256)", "(bool)");

  private final Session session;

  @Parameters(paramLabel = "ADDRESS", description = "Who gets them.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private Address to;

  @Option(
      names = "--amount",
      paramLabel = "100",
      defaultValue = "100",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private BigDecimal amount = BigDecimal.valueOf(100);

  FundCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    DevnetFile devnet = DevnetFile.require(session.home());
    Token token = devnet.token();
    AtomicAmount atomic = atomic(token);
    try (var rpc = new JsonRpc(RpcConfig.of(devnet.rpc()))) {
      var client = new EvmClient(rpc);
      ChainId chain = client.chainId();
      if (!chain.equals(token.chain())) {
        throw new ObolException(
            ObolException.Exit.FAILED,
            devnet.rpc() + " is another chain now (" + chain + "): start obol devnet again");
      }
      try (var minter =
          new GasAccount(client, chain, TestAccounts.key(0), GasAccountConfig.standard())) {
        Receipt receipt =
            minter.execute(
                TransactionRequest.call(token.address(), MINT.encode(to, atomic.value())));
        if (!receipt.succeeded()) {
          throw new ObolException(
              ObolException.Exit.FAILED, "the test dollar refused to make so many");
        }
        return Answer.of(
            Json.object()
                .put("address", to.checksummed())
                .put("amount", atomic.toString())
                .put("symbol", token.symbol())
                .put("transaction", receipt.transactionHash().hex())
                .build(),
            to.checksummed() + " has got " + Money.text(atomic.value(), token) + " on the devnet");
      }
    }
  }

  private AtomicAmount atomic(Token token) {
    try {
      AtomicAmount atomic = token.amount(amount);
      if (atomic.value().signum() > 0) {
        return atomic;
      }
    } catch (IllegalArgumentException e) {
      throw new ObolException(ObolException.Exit.USAGE, "--amount: " + e.getMessage(), e);
    }
    throw new ObolException(ObolException.Exit.USAGE, "--amount must be above zero");
  }
}
