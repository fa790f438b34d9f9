package org.obol.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;

/** What is asked and how answers are read; a real node answers in devnet's tests. */
final class EvmClientTest {

  private static final Address ALICE = new Address("0x" + "aa".repeat(20));
  private static final Bytes32 HASH = new Bytes32("0x" + "11".repeat(32));

  private final FakeNode node = new FakeNode();
  private final EvmClient client = new EvmClient(node);

  @Test
  void a_block_is_read() {
    assertThat(client.block(BlockTag.Named.SAFE))
        .contains(
            new Block(
                16,
                HASH,
                new Bytes32("0x" + "22".repeat(32)),
                0x6553f100L,
                Optional.of(BigInteger.valueOf(1000))));
    assertThat(node.asked()).containsExactly("eth_getBlockByNumber[\"safe\",false]");
    node.answer("eth_getBlockByNumber", "null");
    assertThat(client.block(BlockTag.number(99))).isEmpty();
    assertThatThrownBy(client::latestBlock).isInstanceOf(RpcUnavailableException.class);
  }

  @Test
  void fees_leave_room_for_the_base_fee_to_double() {
    assertThat(client.fees())
        .isEqualTo(new Fees(BigInteger.valueOf(2100), BigInteger.valueOf(100)));
  }

  @Test
  void a_receipt_is_read_with_its_logs() {
    node.answer(
        "eth_getTransactionReceipt",
        """
        {"transactionHash":"%1$s","status":"0x0","blockNumber":"0x2","blockHash":"%1$s",
         "gasUsed":"0x5208","contractAddress":null,"to":"0x%2$s","logs":[
          {"address":"0x%2$s","topics":["%1$s"],"data":"0x01","blockNumber":"0x2",
           "blockHash":"%1$s","transactionHash":"%1$s","logIndex":"0x3","removed":false}]}
        """
            .formatted(HASH, "aa".repeat(20)));
    Receipt receipt = client.receipt(HASH).orElseThrow();
    assertThat(receipt.succeeded()).isFalse();
    assertThat(receipt.gasUsed()).isEqualTo(21000);
    assertThat(receipt.createdContract()).isEmpty();
    assertThat(receipt.logs())
        .containsExactly(
            new Log(ALICE, List.of(HASH), new HexBytes("0x01"), 2, HASH, HASH, 3, false));
  }

  @Test
  void logs_are_asked_for_by_range_or_by_block() {
    node.answer("eth_getLogs", "[]");
    var range = new LogFilter.Blocks.Range(BlockTag.number(1), BlockTag.Named.LATEST);
    client.logs(LogFilter.of(ALICE, List.of(List.of(HASH), List.of()), range));
    client.logs(new LogFilter(List.of(), List.of(), new LogFilter.Blocks.At(HASH)));
    assertThat(node.asked())
        .containsExactly(
            ("eth_getLogs[{\"fromBlock\":\"0x1\",\"toBlock\":\"latest\",\"address\":[\"%s\"],"
                    + "\"topics\":[[\"%s\"],null]}]")
                .formatted(ALICE, HASH),
            "eth_getLogs[{\"blockHash\":\"%s\",\"topics\":[]}]".formatted(HASH));
    node.answer("eth_getLogs", "{}");
    assertThatThrownBy(() -> client.logs(LogFilter.of(ALICE, List.of(), range)))
        .isInstanceOf(RpcUnavailableException.class);
  }

  @Test
  void a_transaction_is_read() {
    node.answer(
        "eth_getTransactionByHash",
        """
        {"hash":"%s","from":"0x%s","to":null,"nonce":"0x7","input":"0x60","value":"0x0",
         "blockNumber":null}
        """
            .formatted(HASH, "aa".repeat(20)));
    assertThat(client.transaction(HASH))
        .contains(
            new ChainTransaction(
                HASH,
                ALICE,
                Optional.empty(),
                7,
                new HexBytes("0x60"),
                BigInteger.ZERO,
                Optional.empty()));
  }

  @Test
  void a_revert_is_a_result_and_another_error_is_not() {
    CallRequest request = CallRequest.of(ALICE, HexBytes.EMPTY).from(ALICE).at(BlockTag.number(1));
    node.answer("eth_call", "\"0x01\"");
    assertThat(client.call(request)).isEqualTo(new CallResult.Returned(new HexBytes("0x01")));
    assertThat(node.asked())
        .containsExactly(
            "eth_call[{\"from\":\"%1$s\",\"to\":\"%1$s\",\"data\":\"0x\"},\"0x1\"]"
                .formatted(ALICE));
    HexBytes data = new HexBytes("0x01020304");
    node.on(
        "eth_call",
        params -> {
          throw new RpcErrorException("h", 3, "execution reverted", data);
        });
    assertThat(client.call(request)).isEqualTo(new CallResult.Reverted(data));
    node.on(
        "eth_call",
        params -> {
          throw new RpcErrorException("h", -32601, "no such method", HexBytes.EMPTY);
        });
    assertThatThrownBy(() -> client.call(request)).isInstanceOf(RpcErrorException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "\"\"", "\"0x\"", "\"0xzz\"", "{}"})
  void a_malformed_answer_is_no_answer(String json) {
    node.answer("eth_getBalance", json);
    assertThatThrownBy(() -> client.balance(ALICE, BlockTag.Named.LATEST))
        .isInstanceOf(RpcUnavailableException.class)
        .hasMessageContaining("eth_getBalance");
  }

  @Test
  void a_contract_that_does_not_answer_is_named() {
    var token = new Eip3009Token(client, ALICE);
    node.answer("eth_call", "\"0x\"");
    assertThatThrownBy(() -> token.erc20().name())
        .isInstanceOf(ContractException.class)
        .hasMessageContaining("name()")
        .hasMessageContaining(ALICE.checksummed());
    node.on(
        "eth_call",
        params -> {
          throw new RpcErrorException("h", 3, "execution reverted", HexBytes.EMPTY);
        });
    assertThatThrownBy(token::domainSeparator)
        .isInstanceOf(ContractException.class)
        .hasMessageContaining("no reason");
  }
}
