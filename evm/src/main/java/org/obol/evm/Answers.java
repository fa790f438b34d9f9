package org.obol.evm;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;

/**
 * Reads a node's JSON (Ethereum JSON-RPC). What is missing or malformed is a {@link JsonException}
 * or an {@link IllegalArgumentException}.
 */
final class Answers {

  private Answers() {}

  static Block block(Json.Obj o) {
    return new Block(
        number(o, "number"),
        bytes32(o, "hash"),
        bytes32(o, "parentHash"),
        number(o, "timestamp"),
        o.text("baseFeePerGas").map(Quantity::parse));
  }

  static Receipt receipt(Json.Obj o) {
    return new Receipt(
        bytes32(o, "transactionHash"),
        number(o, "status") == 1,
        number(o, "blockNumber"),
        bytes32(o, "blockHash"),
        number(o, "gasUsed"),
        o.text("contractAddress").map(Address::parse),
        logs(o.list("logs").orElseThrow(() -> new JsonException("logs are missing"))));
  }

  static List<Log> logs(List<Json> items) {
    return items.stream().map(item -> log(item.asObject("log"))).toList();
  }

  static ChainTransaction transaction(Json.Obj o) {
    return new ChainTransaction(
        bytes32(o, "hash"),
        Address.parse(o.requireText("from")),
        o.text("to").map(Address::parse),
        number(o, "nonce"),
        HexBytes.parse(o.requireText("input")),
        quantity(o, "value"),
        o.text("blockNumber").map(Quantity::parseLong));
  }

  private static Log log(Json.Obj o) {
    List<Bytes32> topics =
        o.list("topics").orElseThrow(() -> new JsonException("topics are missing")).stream()
            .map(topic -> Bytes32.parse(topic.asText("topic")))
            .toList();
    return new Log(
        Address.parse(o.requireText("address")),
        topics,
        HexBytes.parse(o.requireText("data")),
        number(o, "blockNumber"),
        bytes32(o, "blockHash"),
        bytes32(o, "transactionHash"),
        number(o, "logIndex"),
        o.bool("removed").orElse(false));
  }

  private static long number(Json.Obj o, String key) {
    return Quantity.parseLong(o.requireText(key));
  }

  private static BigInteger quantity(Json.Obj o, String key) {
    return Quantity.parse(o.requireText(key));
  }

  private static Bytes32 bytes32(Json.Obj o, String key) {
    return Bytes32.parse(o.requireText(key));
  }

  /** The object, or nothing for null. */
  static Optional<Json.Obj> object(Json json) {
    return json instanceof Json.Null ? Optional.empty() : Optional.of(json.asObject("result"));
  }
}
