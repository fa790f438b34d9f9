package org.obol.evm;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonObject;

/**
 * A node's view of its chain in types (Ethereum JSON-RPC). Every method throws {@link
 * RpcUnavailableException} without a usable answer and, unless it says otherwise, {@link
 * RpcErrorException} for an error of the node. Stateless.
 */
public final class EvmClient {

  private final Rpc rpc;

  /** A client that asks through {@code rpc}. */
  public EvmClient(Rpc rpc) {
    this.rpc = rpc;
  }

  /** The connection, for methods that only some nodes have. */
  public Rpc rpc() {
    return rpc;
  }

  /** Which chain this is. */
  public ChainId chainId() {
    return ask(json -> new ChainId(number(json)), "eth_chainId");
  }

  /** The head of a block; empty when there is none (yet, or any more). */
  public Optional<Block> block(BlockTag tag) {
    return ask(
        json -> Answers.object(json).map(Answers::block),
        "eth_getBlockByNumber",
        tag.json(),
        Json.of(false));
  }

  /** The head of the newest block. */
  public Block latestBlock() {
    return block(BlockTag.Named.LATEST)
        .orElseThrow(() -> new RpcUnavailableException("the node has no newest block"));
  }

  /** The code at an address; empty for an ordinary account. */
  public HexBytes code(Address address, BlockTag tag) {
    return ask(EvmClient::bytes, "eth_getCode", Json.of(address.hex()), tag.json());
  }

  /** Wei that an account has. */
  public BigInteger balance(Address address, BlockTag tag) {
    return ask(EvmClient::quantity, "eth_getBalance", Json.of(address.hex()), tag.json());
  }

  /** How many transactions an account has sent: its next nonce. */
  public long transactionCount(Address address, BlockTag tag) {
    return ask(EvmClient::number, "eth_getTransactionCount", Json.of(address.hex()), tag.json());
  }

  /** What a call comes to; a revert is a result. */
  public CallResult call(CallRequest request) {
    JsonObject call = Json.object();
    request.from().ifPresent(from -> call.put("from", from.hex()));
    call.put("to", request.to().hex()).put("data", request.data().hex());
    try {
      return new CallResult.Returned(
          ask(EvmClient::bytes, "eth_call", call.build(), request.block().json()));
    } catch (RpcErrorException e) {
      return e.reverted().orElseThrow(() -> e);
    }
  }

  /**
   * Units of gas that a transaction of {@code from} would use now.
   *
   * @throws RpcErrorException with {@link RpcErrorException#reverted()} when it would revert
   */
  public long estimateGas(Address from, TransactionRequest request) {
    JsonObject call = Json.object().put("from", from.hex());
    request.to().ifPresent(to -> call.put("to", to.hex()));
    call.put("data", request.data().hex()).put("value", Quantity.json(request.value()));
    return ask(EvmClient::number, "eth_estimateGas", call.build());
  }

  /** What a transaction should pay now: the node's tip, and room for the base fee to double. */
  public Fees fees() {
    BigInteger tip = ask(EvmClient::quantity, "eth_maxPriorityFeePerGas");
    return Fees.over(latestBlock().baseFee().orElse(BigInteger.ZERO), tip);
  }

  /** Hands a signed transaction to the pool; its hash as the node computes it. */
  public Bytes32 sendRaw(HexBytes raw) {
    return ask(
        json -> Bytes32.parse(json.asText("hash")), "eth_sendRawTransaction", Json.of(raw.hex()));
  }

  /** The receipt of a transaction; empty while it is in no block. */
  public Optional<Receipt> receipt(Bytes32 transactionHash) {
    return ask(
        json -> Answers.object(json).map(Answers::receipt),
        "eth_getTransactionReceipt",
        Json.of(transactionHash.hex()));
  }

  /** A transaction in a block or in the pool; empty when the node knows none. */
  public Optional<ChainTransaction> transaction(Bytes32 hash) {
    return ask(
        json -> Answers.object(json).map(Answers::transaction),
        "eth_getTransactionByHash",
        Json.of(hash.hex()));
  }

  /** The logs that match, in the order of the chain. */
  public List<Log> logs(LogFilter filter) {
    JsonObject query = Json.object();
    switch (filter.blocks()) {
      case LogFilter.Blocks.Range range ->
          query.put("fromBlock", range.from().json()).put("toBlock", range.to().json());
      case LogFilter.Blocks.At at -> query.put("blockHash", at.hash().hex());
    }
    if (!filter.addresses().isEmpty()) {
      query.put("address", filter.addresses().stream().map(a -> Json.of(a.hex())).toList());
    }
    query.put("topics", filter.topics().stream().map(EvmClient::topic).toList());
    return ask(
        json -> {
          if (json instanceof Json.Arr items) {
            return Answers.logs(items.items());
          }
          throw new JsonException("logs must be a list");
        },
        "eth_getLogs",
        query.build());
  }

  private static Json topic(List<Bytes32> accepted) {
    return accepted.isEmpty()
        ? new Json.Null()
        : Json.of(accepted.stream().map(value -> Json.of(value.hex())).toList());
  }

  private <T> T ask(Function<Json, T> reader, String method, Json... params) {
    Json answer = rpc.call(method, params);
    try {
      return reader.apply(answer);
    } catch (JsonException | IllegalArgumentException e) {
      throw new RpcUnavailableException(
          "the node's answer to " + method + " is malformed: " + e.getMessage(), e);
    }
  }

  private static HexBytes bytes(Json json) {
    return HexBytes.parse(json.asText("result"));
  }

  private static BigInteger quantity(Json json) {
    return Quantity.parse(json.asText("result"));
  }

  private static long number(Json json) {
    return Quantity.parseLong(json.asText("result"));
  }
}
