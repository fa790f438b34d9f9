package org.obol.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.crypto.PrivateKey;

/** Nonces, failures and replacements, each at a node that answers so; a real node in devnet. */
final class GasAccountTest {

  private static final TransactionRequest CALL =
      TransactionRequest.call(new Address("0x" + "aa".repeat(20)), new HexBytes("0x01020304"));

  private final FakeNode node = new FakeNode();
  private final List<SignedTransaction> signed = new ArrayList<>();
  private final GasAccountConfig config =
      GasAccountConfig.standard().pollingEvery(Duration.ofMillis(1));

  private GasAccount account(GasAccountConfig settings) {
    var key = PrivateKey.ofHex("11".repeat(32));
    return new GasAccount(new EvmClient(node), new ChainId(31337), key, settings);
  }

  private static Json refuse(int code, String message) {
    throw new RpcErrorException("h", code, message, HexBytes.EMPTY);
  }

  private static Json known(Bytes32 hash) {
    return JsonReader.read(
        """
        {"hash":"%s","from":"0x%s","to":null,"nonce":"0x7","input":"0x","value":"0x0"}
        """
            .formatted(hash, "aa".repeat(20)));
  }

  private static Json receipt(Json hash) {
    return JsonReader.read(
        """
        {"transactionHash":%1$s,"status":"0x1","blockNumber":"0x2","blockHash":%1$s,
         "gasUsed":"0x1","logs":[]}
        """
            .formatted(hash.text()));
  }

  private List<Long> nonces() {
    return signed.stream().map(one -> one.transaction().nonce()).toList();
  }

  @Test
  void nonces_start_at_the_pending_count_and_go_on_from_there() {
    try (GasAccount account = account(config)) {
      account.send(CALL, signed::add);
      account.send(CALL, signed::add);
    }
    assertThat(nonces()).containsExactly(5L, 6L);
    assertThat(node.count("eth_getTransactionCount")).isOne();
    assertThat(signed.getFirst().transaction().gasLimit()).isEqualTo(21000 + 5250);
    assertThat(signed.getFirst().transaction().fees())
        .isEqualTo(new Fees(BigInteger.valueOf(2100), BigInteger.valueOf(100)));
  }

  @Test
  void the_hash_is_told_before_the_broadcast() {
    try (GasAccount account = account(config)) {
      account.send(
          CALL,
          transaction -> {
            assertThat(node.count("eth_sendRawTransaction")).isZero();
            signed.add(transaction);
          });
    }
    assertThat(signed).hasSize(1);
    assertThat(node.asked())
        .contains("eth_sendRawTransaction[\"" + signed.getFirst().raw() + "\"]");
  }

  @Test
  void a_listener_that_cannot_keep_the_hash_stops_the_broadcast() {
    try (GasAccount account = account(config)) {
      assertThatThrownBy(
              () ->
                  account.send(
                      CALL,
                      transaction -> {
                        throw new IllegalStateException("disk full");
                      }))
          .hasMessage("disk full");
      assertThat(node.count("eth_sendRawTransaction")).isZero();
      account.send(CALL, signed::add);
    }
    assertThat(nonces()).containsExactly(5L);
  }

  @Test
  void a_taken_nonce_is_read_again() {
    node.on("eth_sendRawTransaction", params -> refuse(-32000, "nonce too low: next 9"));
    try (GasAccount account = account(config)) {
      account.send(
          CALL,
          transaction -> {
            signed.add(transaction);
            if (signed.size() == 2) {
              node.on("eth_sendRawTransaction", FakeNode::hash);
            }
            node.answer("eth_getTransactionCount", "\"0x9\"");
          });
    }
    assertThat(nonces()).containsExactly(5L, 9L);
  }

  @Test
  void a_nonce_that_is_always_taken_ends_the_attempts() {
    node.on("eth_sendRawTransaction", params -> refuse(-32000, "Nonce too low"));
    try (GasAccount account = account(config)) {
      assertThatThrownBy(() -> account.send(CALL))
          .isInstanceOf(RpcUnavailableException.class)
          .hasMessageContaining("3 times");
    }
  }

  @Test
  void a_transaction_that_the_node_has_already_counts_as_sent() {
    node.on("eth_sendRawTransaction", params -> refuse(-32000, "already known"));
    node.on("eth_getTransactionByHash", params -> known(new Bytes32(params.getFirst().asText(""))));
    try (GasAccount account = account(config)) {
      SentTransaction sent = account.send(CALL, signed::add);
      assertThat(sent.hash()).isEqualTo(signed.getFirst().hash());
    }
  }

  @Test
  void a_refusal_is_passed_on_and_the_nonce_is_read_again() {
    node.on("eth_sendRawTransaction", params -> refuse(-32000, "insufficient funds for gas"));
    try (GasAccount account = account(config)) {
      assertThatThrownBy(() -> account.send(CALL, signed::add))
          .isInstanceOf(RpcErrorException.class)
          .hasMessageContaining("insufficient funds");
      node.on("eth_sendRawTransaction", FakeNode::hash);
      account.send(CALL, signed::add);
    }
    assertThat(nonces()).containsExactly(5L, 5L);
    assertThat(node.count("eth_getTransactionCount")).isEqualTo(2);
  }

  @Test
  void a_transaction_that_would_revert_is_not_sent() {
    node.on("eth_estimateGas", params -> refuse(3, "execution reverted"));
    try (GasAccount account = account(config)) {
      var e = catchThrowableOfType(RpcErrorException.class, () -> account.send(CALL));
      assertThat(e.reverted()).isPresent();
    }
    assertThat(node.count("eth_sendRawTransaction")).isZero();
  }

  @Test
  void an_unanswered_broadcast_is_unknown_unless_the_node_has_it() {
    node.on(
        "eth_sendRawTransaction",
        params -> {
          throw new RpcUnavailableException("connection reset");
        });
    try (GasAccount account = account(config)) {
      var e =
          catchThrowableOfType(
              BroadcastUnknownException.class, () -> account.send(CALL, signed::add));
      assertThat(e.hash()).isEqualTo(signed.getFirst().hash());
      node.on(
          "eth_getTransactionByHash", params -> known(new Bytes32(params.getFirst().asText(""))));
      account.send(CALL, signed::add);
    }
    assertThat(nonces()).containsExactly(5L, 5L);
  }

  @Test
  void a_stuck_transaction_is_replaced_with_higher_fees() {
    node.on(
        "eth_getTransactionReceipt",
        params ->
            signed.size() >= 3 && params.getFirst().equals(Json.of(signed.get(2).hash().hex()))
                ? receipt(params.getFirst())
                : new Json.Null());
    try (GasAccount account = account(config.replacingAfter(Duration.ZERO))) {
      Receipt receipt = account.await(account.send(CALL, signed::add));
      assertThat(receipt.transactionHash()).isEqualTo(signed.get(2).hash());
    }
    assertThat(nonces()).containsExactly(5L, 5L, 5L);
    for (int i = 1; i < 3; i++) {
      Fees before = signed.get(i - 1).transaction().fees();
      Fees after = signed.get(i).transaction().fees();
      assertThat(after).isEqualTo(before.bumped());
    }
  }

  @Test
  void an_original_that_was_included_after_all_ends_the_wait() {
    node.on(
        "eth_getTransactionReceipt",
        params ->
            signed.size() >= 2 && params.getFirst().equals(Json.of(signed.get(0).hash().hex()))
                ? receipt(params.getFirst())
                : new Json.Null());
    try (GasAccount account = account(config.replacingAfter(Duration.ZERO))) {
      SentTransaction sent = account.send(CALL, signed::add);
      node.on("eth_sendRawTransaction", params -> refuse(-32000, "nonce too low"));
      assertThat(account.await(sent).transactionHash()).isEqualTo(sent.hash());
    }
  }

  @Test
  void fees_stop_at_the_limit_and_the_same_bytes_are_sent_again() {
    var broadcasts = new AtomicInteger();
    node.on(
        "eth_sendRawTransaction",
        params -> {
          broadcasts.incrementAndGet();
          return FakeNode.hash(params);
        });
    node.on(
        "eth_getTransactionReceipt",
        params -> broadcasts.get() >= 3 ? receipt(params.getFirst()) : new Json.Null());
    var capped =
        new GasAccountConfig(
            Duration.ofMillis(1), Duration.ZERO, Duration.ofSeconds(10), BigInteger.valueOf(2100));
    try (GasAccount account = account(capped)) {
      account.await(account.send(CALL, signed::add));
    }
    assertThat(signed).hasSize(1);
  }

  @Test
  void a_wait_outlives_a_node_that_does_not_answer() {
    var looks = new AtomicInteger();
    node.on(
        "eth_getTransactionReceipt",
        params -> {
          if (looks.incrementAndGet() < 3) {
            throw new RpcUnavailableException("restarting");
          }
          return receipt(params.getFirst());
        });
    try (GasAccount account = account(config)) {
      assertThat(account.execute(CALL).succeeded()).isTrue();
    }
  }

  @Test
  void a_wait_ends_at_its_deadline_with_all_hashes_and_the_nonce_is_read_again() {
    var hasty = config.replacingAfter(Duration.ZERO).givingUpAfter(Duration.ofMillis(30));
    try (GasAccount account = account(hasty)) {
      SentTransaction sent = account.send(CALL, signed::add);
      var e = catchThrowableOfType(ReceiptTimeoutException.class, () -> account.await(sent));
      assertThat(e.hashes()).isEqualTo(signed.stream().map(SignedTransaction::hash).toList());
      account.send(CALL);
    }
    assertThat(node.count("eth_getTransactionCount")).isEqualTo(2);
  }

  @Test
  void closing_ends_the_wait() {
    GasAccount account = account(config);
    SentTransaction sent = account.send(CALL);
    account.close();
    assertThatThrownBy(() -> account.await(sent))
        .isInstanceOf(ReceiptTimeoutException.class)
        .hasMessageContaining("closed");
  }
}
