package org.obol.discovery.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.obol.discovery.indexer.IndexerFixture.dump;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Json;
import org.obol.devnet.TestAccounts;
import org.obol.devnet.TestAgents;
import org.obol.discovery.registry.TestRegistryChain;
import org.obol.evm.EvmClient;
import org.obol.evm.HexBytes;
import org.obol.evm.Rpc;
import org.obol.evm.RpcErrorException;
import org.obol.evm.RpcException;
import org.obol.evm.RpcUnavailableException;
import org.obol.ledger.Db;

/** Nodes that refuse, forget, shuffle and lie. */
final class HostileNodeTest {

  private static TestRegistryChain chain;
  private static Rpc honest;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    chain = new TestRegistryChain();
    honest = chain.devnet().client().rpc();
    for (int i = 0; i < 20; i++) {
      chain.registerMany(TestAccounts.key(1), TestAgents.inline("a", i * 3, 3));
    }
    chain.devnet().controls().mine(100);
    chain.registerMany(TestAccounts.key(1), TestAgents.inline("b", 0, 3));
  }

  @AfterAll
  static void stop() {
    chain.close();
  }

  private static IndexConfig config() {
    return IndexerFixture.config(chain.registry());
  }

  private String wanted() {
    return IndexerFixture.fresh(chain.devnet().client(), config(), folder.resolve("wanted.db"));
  }

  private String indexed(Rpc rpc) {
    return IndexerFixture.fresh(new EvmClient(rpc), config(), folder.resolve("index.db"));
  }

  private static RpcErrorException refused(String words) {
    return new RpcErrorException("http://node", -32005, words, HexBytes.EMPTY);
  }

  /** The honest node, but for its answers about logs. */
  private static Rpc logs(UnaryOperator<List<Json>> change) {
    return (method, params) -> {
      Json answer = honest.call(method, params);
      return method.equals("eth_getLogs") && answer instanceof Json.Arr list
          ? Json.of(change.apply(new ArrayList<>(list.items())))
          : answer;
    };
  }

  private static Json with(Json log, String member, Json value) {
    Map<String, Json> members = new LinkedHashMap<>(log.asObject("log").members());
    members.put(member, value);
    return new Json.Obj(members);
  }

  private static long blocks(Json filter) {
    Json.Obj range = filter.asObject("filter");
    return range.text("fromBlock").isEmpty()
        ? 1
        : Long.decode(range.requireText("toBlock"))
            - Long.decode(range.requireText("fromBlock"))
            + 1;
  }

  @Test
  void windows_shrink_until_the_node_is_content() {
    var largest = new AtomicInteger();
    Rpc strict =
        (method, params) -> {
          if (method.equals("eth_getLogs")) {
            long blocks = blocks(params[0]);
            if (blocks > 5) {
              throw refused("block range too large");
            }
            largest.accumulateAndGet((int) blocks, Math::max);
          }
          return honest.call(method, params);
        };
    assertThat(indexed(strict)).isEqualTo(wanted());
    assertThat(largest).hasValueBetween(2, 5);
  }

  @Test
  void order_and_repetition_do_not_matter() {
    Rpc shuffled =
        logs(
            list -> {
              list.addAll(List.copyOf(list));
              Collections.reverse(list);
              return list;
            });
    assertThat(indexed(shuffled)).isEqualTo(wanted());
  }

  @Test
  void what_a_reorganization_removed_does_not_count() {
    Rpc forgetful =
        logs(
            list -> {
              if (!list.isEmpty()) {
                Json gone = with(list.getFirst(), "removed", Json.of(true));
                list.add(with(gone, "logIndex", Json.of("0x999")));
              }
              return list;
            });
    assertThat(indexed(forgetful)).isEqualTo(wanted());
  }

  @Test
  void logs_that_were_not_asked_for_are_refused() {
    List<UnaryOperator<Json>> lies =
        List.of(
            log -> with(log, "address", Json.of("0x" + "ab".repeat(20))),
            log -> with(log, "blockNumber", Json.of("0xffff")),
            log -> with(log, "blockHash", Json.of("0x" + "ab".repeat(32))));
    for (UnaryOperator<Json> lie : lies) {
      Rpc lying = logs(list -> list.stream().map(lie).toList());
      try (Db db = Indexer.open(folder.resolve("lie" + lies.indexOf(lie) + ".db"))) {
        var indexer = new Indexer(new EvmClient(lying), db, config());
        assertThatThrownBy(indexer::catchUp).isInstanceOf(RpcUnavailableException.class);
        assertThat(IndexerFixture.count(db, "event")).isZero();
      }
    }
  }

  @Test
  void a_machine_that_is_behind_costs_nothing_and_hides_nothing() {
    // It does not know the newest blocks, and answers about ranges as if they were empty.
    var asked = new AtomicInteger();
    long head = chain.devnet().client().latestBlock().number();
    Rpc mixed =
        (method, params) -> {
          boolean behind = asked.incrementAndGet() % 3 == 0;
          if (behind && method.equals("eth_getBlockByNumber") && isAfter(params[0], head - 5)) {
            return new Json.Null();
          }
          if (behind && method.equals("eth_getLogs") && blocks(params[0]) == 1) {
            throw refused("unknown block");
          }
          return honest.call(method, params);
        };
    try (Db db = Indexer.open(folder.resolve("index.db"))) {
      var indexer = new Indexer(new EvmClient(mixed), db, config());
      for (int tries = 0; tries < 500; tries++) {
        try {
          indexer.catchUp();
        } catch (RpcException unavailable) {
          assertThat(unavailable).hasMessageContaining("block");
        }
      }
      // In the end by the honest one: what was taken in before must not be wrong.
      new Indexer(chain.devnet().client(), db, config()).catchUp();
      assertThat(dump(db)).isEqualTo(wanted());
    }
  }

  private static boolean isAfter(Json tag, long number) {
    String text = tag.asText("tag");
    return text.startsWith("0x") && Long.decode(text) > number;
  }

  @Test
  void a_node_that_fails_now_and_then_only_takes_longer() {
    var asked = new AtomicInteger();
    Rpc flaky =
        (method, params) -> {
          int turn = asked.incrementAndGet();
          if (turn % 97 == 0) {
            throw new RpcUnavailableException("HTTP status 429");
          }
          if (turn % 89 == 0) {
            throw refused("internal error");
          }
          return honest.call(method, params);
        };
    try (Db db = Indexer.open(folder.resolve("index.db"))) {
      var indexer = new Indexer(new EvmClient(flaky), db, config());
      boolean done = false;
      for (int tries = 0; !done && tries < 100; tries++) {
        try {
          indexer.catchUp();
          done = true;
        } catch (RpcException again) {
          assertThat(again).hasMessageMatching("(?s).*(429|internal).*");
        }
      }
      assertThat(done).isTrue();
      assertThat(dump(db)).isEqualTo(wanted());
    }
  }

  @Test
  void a_node_that_refuses_everything_is_an_error_of_the_node() {
    Rpc refusing =
        (method, params) -> {
          if (method.equals("eth_getLogs")) {
            throw refused("no logs for you");
          }
          return honest.call(method, params);
        };
    assertThatThrownBy(() -> indexed(refusing)).hasMessageContaining("no logs for you");
  }
}
