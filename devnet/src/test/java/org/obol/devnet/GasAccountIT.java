package org.obol.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.evm.BlockTag;
import org.obol.evm.BroadcastUnknownException;
import org.obol.evm.ContractFunction;
import org.obol.evm.Erc20;
import org.obol.evm.EvmClient;
import org.obol.evm.GasAccount;
import org.obol.evm.GasAccountConfig;
import org.obol.evm.HexBytes;
import org.obol.evm.Receipt;
import org.obol.evm.Rpc;
import org.obol.evm.RpcUnavailableException;
import org.obol.evm.SentTransaction;
import org.obol.evm.SignedTransaction;
import org.obol.evm.TransactionRequest;

/** One account's transactions on the real chain, when all goes well and when it does not. */
final class GasAccountIT {

  private static final PrivateKey KEY = TestAccounts.key(6);
  private static final Address PAYEE = new Address("0x" + "ef".repeat(20));
  private static final ContractFunction TRANSFER =
      new ContractFunction("transfer(address,uint256)", "(bool)");
  private static final GasAccountConfig QUICK =
      GasAccountConfig.standard()
          .pollingEvery(Duration.ofMillis(20))
          .replacingAfter(Duration.ofMillis(100))
          .givingUpAfter(Duration.ofSeconds(30));

  private final List<SignedTransaction> signed = Collections.synchronizedList(new ArrayList<>());
  private Devnet devnet;

  @BeforeEach
  void start() {
    devnet = Devnet.start(TestChain.config());
  }

  @AfterEach
  void stop() {
    devnet.close();
  }

  private static TransactionRequest transfer() {
    return TransactionRequest.call(Devnet.TOKEN, TRANSFER.encode(PAYEE, 1)).withGasLimit(100_000);
  }

  private GasAccount account(Rpc rpc) {
    return new GasAccount(new EvmClient(rpc), devnet.chain(), KEY, QUICK);
  }

  private GasAccount account() {
    return account(devnet.client().rpc());
  }

  private BigInteger received() {
    return new Erc20(devnet.client(), Devnet.TOKEN).balanceOf(PAYEE);
  }

  @Test
  void fifty_at_once_have_consecutive_nonces_and_all_succeed()
      throws InterruptedException, ExecutionException {
    try (GasAccount account = account();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Receipt> one = () -> account.await(account.send(transfer(), signed::add));
      for (Future<Receipt> receipt : threads.invokeAll(Collections.nCopies(50, one))) {
        assertThat(receipt.get().succeeded()).isTrue();
      }
    }
    assertThat(signed.stream().map(s -> s.transaction().nonce()).distinct().sorted())
        .containsExactlyElementsOf(LongStream.range(0, 50).boxed().toList());
    assertThat(received()).isEqualTo(BigInteger.valueOf(50));
  }

  @Test
  void a_dropped_transaction_is_sent_again_and_those_behind_it_follow() {
    devnet.controls().setAutomine(false);
    try (GasAccount account = account()) {
      SentTransaction first = account.send(transfer(), signed::add);
      SentTransaction second = account.send(transfer(), signed::add);
      devnet.controls().dropTransaction(first.hash());
      devnet.controls().setAutomine(true);
      Receipt receipt = account.await(first);
      assertThat(receipt.succeeded()).isTrue();
      assertThat(receipt.transactionHash()).isNotEqualTo(first.hash());
      assertThat(account.await(second).succeeded()).isTrue();
    }
    assertThat(received()).isEqualTo(BigInteger.TWO);
  }

  @Test
  void a_stuck_transaction_is_outbid() {
    devnet.controls().setAutomine(false);
    try (GasAccount account = account()) {
      SentTransaction stuck =
          account.send(
              transfer(),
              transaction -> {
                signed.add(transaction);
                if (signed.size() == 3) {
                  devnet.controls().setAutomine(true);
                }
              });
      Receipt receipt = account.await(stuck);
      assertThat(signed.stream().map(SignedTransaction::hash).toList())
          .contains(receipt.transactionHash())
          .startsWith(stuck.hash());
      assertThat(receipt.transactionHash()).isNotEqualTo(stuck.hash());
    }
    assertThat(received()).isEqualTo(BigInteger.ONE);
  }

  @Test
  void a_nonce_that_another_program_used_is_noticed() {
    try (GasAccount ours = account();
        GasAccount other = account()) {
      assertThat(ours.execute(transfer()).succeeded()).isTrue();
      assertThat(other.execute(transfer()).succeeded()).isTrue();
      SentTransaction sent = ours.send(transfer(), signed::add);
      assertThat(ours.await(sent).succeeded()).isTrue();
    }
    assertThat(signed.stream().map(s -> s.transaction().nonce())).containsExactly(1L, 2L);
    assertThat(received()).isEqualTo(BigInteger.valueOf(3));
  }

  @Test
  void an_answer_that_is_lost_after_the_broadcast_is_no_second_payment() {
    var lost = new AtomicBoolean();
    Rpc rpc = devnet.client().rpc();
    Rpc losing =
        (method, params) -> {
          Json answer = rpc.call(method, params);
          if (method.equals("eth_sendRawTransaction") && lost.compareAndSet(false, true)) {
            throw new RpcUnavailableException("connection reset");
          }
          return answer;
        };
    try (GasAccount account = account(losing)) {
      assertThat(account.execute(transfer()).succeeded()).isTrue();
    }
    assertThat(lost).isTrue();
    assertThat(received()).isEqualTo(BigInteger.ONE);
  }

  @Test
  void a_request_that_is_lost_before_the_broadcast_leaves_the_nonce_free() {
    Rpc rpc = devnet.client().rpc();
    Rpc deaf =
        (method, params) -> {
          if (method.equals("eth_sendRawTransaction")) {
            throw new RpcUnavailableException("connection refused");
          }
          return rpc.call(method, params);
        };
    try (GasAccount account = account(deaf)) {
      assertThatThrownBy(() -> account.send(transfer(), signed::add))
          .isInstanceOf(BroadcastUnknownException.class);
    }
    assertThat(devnet.client().transaction(signed.getFirst().hash())).isEmpty();
    try (GasAccount account = account()) {
      account.execute(transfer());
      // The lost one has no nonce left.
      HexBytes raw = signed.getFirst().raw();
      assertThatThrownBy(() -> devnet.client().sendRaw(raw)).hasMessageContaining("nonce too low");
    }
    assertThat(received()).isEqualTo(BigInteger.ONE);
  }

  @Test
  void a_reverted_transaction_has_a_receipt_and_a_foreseen_one_is_not_sent() {
    HexBytes tooMuch = TRANSFER.encode(PAYEE, Devnet.ENDOWMENT.shiftLeft(9));
    TransactionRequest request = TransactionRequest.call(Devnet.TOKEN, tooMuch);
    try (GasAccount account = account()) {
      assertThat(account.execute(request.withGasLimit(100_000)).succeeded()).isFalse();
      assertThatThrownBy(() -> account.send(request))
          .hasMessageContaining("transfer amount exceeds balance");
    }
    assertThat(devnet.client().transactionCount(KEY.address(), BlockTag.Named.LATEST)).isOne();
  }
}
