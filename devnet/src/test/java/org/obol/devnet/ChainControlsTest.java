package org.obol.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.evm.Block;
import org.obol.evm.BlockTag;
import org.obol.evm.ContractFunction;
import org.obol.evm.Erc20;
import org.obol.evm.GasAccount;
import org.obol.evm.LogFilter;
import org.obol.evm.Receipt;
import org.obol.evm.RpcErrorException;
import org.obol.evm.SentTransaction;
import org.obol.evm.TransactionRequest;

/** Reorganizations, time and the pool. */
final class ChainControlsTest {

  private static final ContractFunction TRANSFER =
      new ContractFunction("transfer(address,uint256)", "(bool)");
  private static final Address PAYEE = new Address("0x" + "cd".repeat(20));

  private static Devnet devnet;

  @BeforeAll
  static void start() {
    devnet = Devnet.start(TestChain.config());
  }

  @AfterAll
  static void stop() {
    devnet.close();
  }

  private static TransactionRequest transfer() {
    return TransactionRequest.call(Devnet.TOKEN, TRANSFER.encode(PAYEE, 1));
  }

  @Test
  void a_reorganization_takes_receipt_logs_and_money_away() {
    var token = new Erc20(devnet.client(), Devnet.TOKEN);
    BigInteger had = token.balanceOf(PAYEE);
    Receipt receipt;
    try (GasAccount account = devnet.gasAccount(TestAccounts.key(4))) {
      receipt = account.execute(transfer());
    }
    var range =
        new LogFilter.Blocks.Range(BlockTag.number(receipt.blockNumber()), BlockTag.Named.LATEST);
    LogFilter filter = LogFilter.of(Devnet.TOKEN, List.of(List.of(Erc20.TRANSFER)), range);
    assertThat(devnet.client().logs(filter)).hasSize(1);
    assertThat(token.balanceOf(PAYEE)).isEqualTo(had.add(BigInteger.ONE));

    devnet.controls().reorg(1);

    assertThat(devnet.client().receipt(receipt.transactionHash())).isEmpty();
    assertThat(devnet.client().logs(filter)).isEmpty();
    assertThat(token.balanceOf(PAYEE)).isEqualTo(had);
    Block other = devnet.client().block(BlockTag.number(receipt.blockNumber())).orElseThrow();
    assertThat(other.hash()).isNotEqualTo(receipt.blockHash());
    var orphan = new LogFilter(List.of(), List.of(), new LogFilter.Blocks.At(receipt.blockHash()));
    assertThatThrownBy(() -> devnet.client().logs(orphan)).isInstanceOf(RpcErrorException.class);
  }

  @Test
  void blocks_become_safe_and_final() {
    devnet.controls().mine(100);
    long latest = devnet.client().latestBlock().number();
    long safe = devnet.client().block(BlockTag.Named.SAFE).orElseThrow().number();
    long done = devnet.client().block(BlockTag.Named.FINALIZED).orElseThrow().number();
    assertThat(done).isPositive().isLessThan(safe);
    assertThat(safe).isLessThan(latest);
    Block earlier = devnet.client().block(BlockTag.number(latest - 1)).orElseThrow();
    assertThat(devnet.client().latestBlock().parentHash()).isEqualTo(earlier.hash());
  }

  @Test
  void the_clock_moves_on() {
    String before = devnet.controls().snapshot();
    long now = devnet.client().latestBlock().timestamp();
    devnet.controls().increaseTime(Duration.ofDays(1));
    devnet.controls().mine(1);
    assertThat(devnet.client().latestBlock().timestamp()).isGreaterThanOrEqualTo(now + 86_400);
    devnet.controls().revert(before);
    assertThat(devnet.client().latestBlock().timestamp()).isEqualTo(now);
  }

  @Test
  void without_automine_transactions_wait_in_the_pool() {
    devnet.controls().setAutomine(false);
    try (GasAccount account = devnet.gasAccount(TestAccounts.key(5))) {
      SentTransaction sent = account.send(transfer());
      assertThat(devnet.client().transaction(sent.hash()).orElseThrow().blockNumber()).isEmpty();
      assertThat(devnet.client().receipt(sent.hash())).isEmpty();
      devnet.controls().mine(1);
      Receipt receipt = account.await(sent);
      assertThat(devnet.client().transaction(sent.hash()).orElseThrow().blockNumber())
          .contains(receipt.blockNumber());
      SentTransaction dropped = account.send(transfer());
      devnet.controls().dropTransaction(dropped.hash());
      assertThat(devnet.client().transaction(dropped.hash())).isEmpty();
    } finally {
      devnet.controls().setAutomine(true);
    }
  }
}
