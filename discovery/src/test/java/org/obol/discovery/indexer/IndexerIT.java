package org.obol.discovery.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.obol.devnet.TestAgents.inline;
import static org.obol.discovery.indexer.IndexerFixture.count;
import static org.obol.discovery.indexer.IndexerFixture.dump;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.devnet.TestAccounts;
import org.obol.discovery.indexer.IndexerFixture.Crash;
import org.obol.discovery.indexer.IndexerFixture.Mortal;
import org.obol.discovery.registry.AgentId;
import org.obol.discovery.registry.IdentityRegistry;
import org.obol.discovery.registry.RegistryEvents;
import org.obol.discovery.registry.RegistryId;
import org.obol.discovery.registry.TestRegistryChain;
import org.obol.evm.BlockTag;
import org.obol.evm.ChainId;
import org.obol.evm.EvmClient;
import org.obol.ledger.Db;

/** Whatever happens to the chain and to the indexer, the index is what a fresh one would be. */
final class IndexerIT {

  private static final int MANY = 3_000;
  private static final int BATCH = 60;

  private static TestRegistryChain chain;
  private static EvmClient client;

  @TempDir private Path folder;
  private String before;
  private int fresh;

  @BeforeAll
  static void start() {
    chain = new TestRegistryChain();
    client = chain.devnet().client();
  }

  @AfterAll
  static void stop() {
    chain.close();
  }

  @BeforeEach
  void remember() {
    before = chain.devnet().controls().snapshot();
  }

  @AfterEach
  void forget() {
    chain.devnet().controls().revert(before);
  }

  private static IndexConfig config() {
    return IndexerFixture.config(chain.registry());
  }

  private String fresh(IndexConfig config) {
    fresh++;
    return IndexerFixture.fresh(client, config, folder.resolve("fresh" + fresh + ".db"));
  }

  private Json.Obj agent(Db db, long id) {
    return new AgentSearch(db).agent(AgentId.of(id)).orElseThrow();
  }

  /** Some of everything, with four new agents. */
  private static void live(String prefix) {
    AgentId first =
        RegistryEvents.read(
                chain.registerMany(TestAccounts.key(1), inline(prefix, 0, 3)).logs().getFirst())
            .orElseThrow()
            .agent();
    AgentId second = new AgentId(first.value().add(BigInteger.ONE));
    AgentId third = new AgentId(first.value().add(BigInteger.TWO));
    chain.send(
        TestAccounts.key(2),
        IdentityRegistry.registerCall(
            inline(prefix + "-priced"),
            Map.of(
                "service.type", IdentityRegistry.text("dataset"),
                "x402.supported", IdentityRegistry.flag(true))));
    chain.send(TestAccounts.key(1), IdentityRegistry.setUriCall(second, inline("moved")));
    chain.transfer(
        TestAccounts.key(1), TestAccounts.key(3).address(), third.value().longValueExact());
    chain.send(
        TestAccounts.key(3),
        IdentityRegistry.setMetadataCall(third, "service.type", IdentityRegistry.text(prefix)));
  }

  @Test
  void thousands_are_indexed_and_survive_a_reorganization() {
    for (int from = 0; from < MANY; from += BATCH) {
      chain.registerMany(TestAccounts.key(1), inline("agent", from, BATCH));
    }
    try (Db db = Indexer.open(folder.resolve("index.db"))) {
      var indexer = new Indexer(client, db, config());
      indexer.catchUp();
      assertThat(count(db, "agent")).isEqualTo(MANY);
      assertThat(count(db, "event")).isEqualTo(3L * MANY);
      chain.devnet().controls().reorg(10);
      chain.registerMany(TestAccounts.key(2), inline("other", 0, 5));
      indexer.catchUp();
      assertThat(count(db, "agent")).isEqualTo(MANY - (10L * BATCH) + 5);
      assertThat(dump(db)).isEqualTo(fresh(config()));
    }
  }

  @Test
  void an_agent_is_what_its_events_say() {
    live("a");
    try (Db db = Indexer.open(folder.resolve("index.db"))) {
      new Indexer(client, db, config()).catchUp();
      assertThat(agent(db, 0).requireText("name")).isEqualTo("a0");
      assertThat(agent(db, 1).requireText("name")).isEqualTo("moved");
      assertThat(agent(db, 2).requireText("owner_address"))
          .isEqualTo(TestAccounts.key(3).address().hex());
      assertThat(agent(db, 2).object("raw_metadata").orElseThrow().object("onchain_indexed"))
          .as("the wallet was the old owner's")
          .contains(Json.object().put("service.type", "0x61").build());
      Json.Obj priced = agent(db, 3);
      assertThat(priced.bool("x402_supported")).contains(true);
      assertThat(priced.list("supported_protocols").orElseThrow())
          .containsExactly(Json.of("web"), Json.of("dataset"));
    }
  }

  @Test
  void whatever_the_depth_of_a_reorganization_the_index_is_a_fresh_one() {
    live("a");
    for (int depth : new int[] {1, 3, 63, 64, 65, 90}) {
      String here = chain.devnet().controls().snapshot();
      try (Db db = Indexer.open(folder.resolve("depth" + depth + ".db"))) {
        var indexer = new Indexer(client, db, config());
        indexer.catchUp();
        chain.devnet().controls().mine(depth - 1);
        chain.transfer(TestAccounts.key(1), TestAccounts.key(5).address(), 0);
        indexer.catchUp();
        chain.devnet().controls().reorg(depth);
        indexer.catchUp();
        assertThat(dump(db)).as("depth %d", depth).isEqualTo(fresh(config()));
        assertThat(agent(db, 0).requireText("owner_address"))
            .isEqualTo(TestAccounts.key(1).address().hex());
      }
      chain.devnet().controls().revert(here);
    }
  }

  @Test
  void a_chain_that_begins_anew_is_indexed_anew() {
    live("a");
    try (Db db = Indexer.open(folder.resolve("index.db"))) {
      var indexer = new Indexer(client, db, config());
      indexer.catchUp();
      chain.devnet().controls().revert(before);
      before = chain.devnet().controls().snapshot();
      assertThat(indexer.step()).isEqualTo(Indexer.Step.AT_HEAD);
      assertThat(count(db, "agent")).as("the node may only be behind").isEqualTo(4);
      live("b");
      chain.devnet().controls().mine(3);
      indexer.catchUp();
      assertThat(agent(db, 0).requireText("name")).isEqualTo("b0");
      assertThat(dump(db)).isEqualTo(fresh(config()));
    }
  }

  @Test
  void killed_at_every_write_it_goes_on_to_the_same_index() {
    live("a");
    chain.devnet().controls().mine(70);
    live("b");
    String wanted = fresh(config());
    int writes = 0;
    while (isKilledAt(writes, false, wanted) && isKilledAt(writes, true, wanted)) {
      writes++;
    }
    assertThat(writes).isGreaterThan(5);
  }

  private boolean isKilledAt(int write, boolean afterwards, String wanted) {
    IndexConfig config = config().inWindowsOf(7);
    try (Db db = Indexer.open(folder.resolve("killed-" + write + afterwards + ".db"))) {
      try {
        new Indexer(client, new Mortal(db, write, afterwards), config).catchUp();
        return false;
      } catch (Crash crash) {
        new Indexer(client, db, config).catchUp();
        assertThat(dump(db)).as("killed at write %d", write).isEqualTo(wanted);
        return true;
      }
    }
  }

  @Test
  void killed_in_the_middle_of_a_reorganization_it_goes_on_to_the_same_index() {
    live("a");
    Path file = folder.resolve("killed.db");
    try (Db db = Indexer.open(file)) {
      new Indexer(client, db, config()).catchUp();
    }
    chain.devnet().controls().reorg(4);
    chain.registerMany(TestAccounts.key(4), inline("new", 0, 2));
    for (boolean afterwards : new boolean[] {false, true}) {
      try (Db db = Indexer.open(file)) {
        var mortal = new Mortal(db, 1, afterwards);
        var dying = new Indexer(client, mortal, config());
        assertThatThrownBy(dying::catchUp).isInstanceOf(Crash.class);
      }
    }
    try (Db db = Indexer.open(file)) {
      new Indexer(client, db, config()).catchUp();
      assertThat(dump(db)).isEqualTo(fresh(config()));
    }
  }

  @Test
  void only_what_is_final_is_believed_when_so_configured() {
    live("a");
    IndexConfig careful = config().following(BlockTag.Named.FINALIZED);
    try (Db db = Indexer.open(folder.resolve("index.db"))) {
      var indexer = new Indexer(client, db, careful);
      indexer.catchUp();
      assertThat(count(db, "agent")).isZero();
      chain.devnet().controls().mine(200);
      indexer.catchUp();
      assertThat(count(db, "agent")).isEqualTo(4);
      assertThat(dump(db)).isEqualTo(fresh(careful));
    }
  }

  @Test
  void step_by_step_and_window_by_window_it_is_the_same_index() {
    List<String> dumps = new ArrayList<>();
    try (Db db = Indexer.open(folder.resolve("steps.db"))) {
      var indexer = new Indexer(client, db, config().inWindowsOf(3));
      for (int i = 0; i < 3; i++) {
        live("round" + i);
        indexer.catchUp();
        chain.devnet().controls().mine(40);
        indexer.catchUp();
      }
      dumps.add(dump(db));
    }
    dumps.add(fresh(config()));
    assertThat(dumps.getFirst()).isEqualTo(dumps.getLast());
  }

  @Test
  void an_index_is_of_one_registry_from_one_block_on() {
    var elsewhere = new RegistryId(new ChainId(1), chain.registry().address());
    try (Db db = Indexer.open(folder.resolve("index.db"))) {
      var unused = new Indexer(client, db, config());
      assertThat(unused.step()).isEqualTo(Indexer.Step.AT_HEAD);
      assertThatThrownBy(() -> new Indexer(client, db, config().from(5)))
          .isInstanceOf(ObolException.class)
          .hasMessageContaining("--db");
      assertThatThrownBy(() -> new Indexer(client, db, IndexerFixture.config(elsewhere)))
          .isInstanceOf(ObolException.class);
    }
    try (Db db = Indexer.open(folder.resolve("other.db"))) {
      var other = new Indexer(client, db, IndexerFixture.config(elsewhere));
      assertThatThrownBy(other::requireChain).hasMessageContaining("eip155:1");
    }
  }

  @Test
  void two_indexers_of_one_file_do_not_mix() {
    live("a");
    try (Db db = Indexer.open(folder.resolve("index.db"))) {
      var other = new AtomicInteger();
      EvmClient racing =
          new EvmClient(
              (method, params) -> {
                if (method.equals("eth_getLogs") && other.getAndIncrement() == 0) {
                  new Indexer(client, db, config()).catchUp();
                }
                return client.rpc().call(method, params);
              });
      assertThatThrownBy(() -> new Indexer(racing, db, config()).catchUp())
          .hasMessageContaining("another process");
      assertThat(dump(db)).isEqualTo(fresh(config()));
    }
  }
}
