package org.obol.evm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;

/** A node that answers from a script and remembers what it was asked. */
final class FakeNode implements Rpc {

  private final Map<String, Function<List<Json>, Json>> answers = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  FakeNode() {
    answer("eth_maxPriorityFeePerGas", "\"0x64\"");
    answer("eth_estimateGas", "\"0x5208\"");
    answer(
        "eth_getBlockByNumber",
        """
        {"number":"0x10","hash":"0x%s","parentHash":"0x%s","timestamp":"0x6553f100",
         "baseFeePerGas":"0x3e8"}
        """
            .formatted("11".repeat(32), "22".repeat(32)));
    answer("eth_getTransactionCount", "\"0x5\"");
    answer("eth_getTransactionByHash", "null");
    answer("eth_getTransactionReceipt", "null");
    on("eth_sendRawTransaction", params -> hash(params));
  }

  static Json hash(List<Json> params) {
    return Json.of(new HexBytes(params.getFirst().asText("raw")).keccak().hex());
  }

  /** Answers {@code method} with that JSON. */
  FakeNode answer(String method, String json) {
    Json value = JsonReader.read(json);
    return on(method, params -> value);
  }

  /** Answers {@code method} so. */
  synchronized FakeNode on(String method, Function<List<Json>, Json> answer) {
    answers.put(method, answer);
    return this;
  }

  /** The requests so far, such as {@code eth_call["0x"]}. */
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  /** How often {@code method} was asked. */
  long count(String method) {
    return asked().stream().filter(line -> line.startsWith(method + "[")).count();
  }

  @Override
  public Json call(String method, Json... params) {
    Function<List<Json>, Json> answer;
    synchronized (this) {
      asked.add(method + Json.of(List.of(params)).text());
      answer = answers.getOrDefault(method, any -> new Json.Null());
    }
    return answer.apply(List.of(params));
  }
}
