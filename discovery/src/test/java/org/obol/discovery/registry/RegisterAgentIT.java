package org.obol.discovery.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.crypto.PrivateKey;
import org.obol.devnet.TestAccounts;
import org.obol.discovery.registry.RegisterAgent.Outcome;
import org.obol.discovery.registry.RegisterAgent.Wish;
import org.obol.evm.BlockTag;
import org.obol.evm.EvmClient;
import org.obol.evm.GasAccount;
import org.obol.evm.GasAccountConfig;
import org.obol.evm.LogFilter;
import org.obol.evm.Rpc;
import org.obol.evm.RpcUnavailableException;
import org.obol.evm.TransactionRequest;

/** One account, one agent, wherever a run is broken off. */
final class RegisterAgentIT {

  private static final PrivateKey KEY = TestAccounts.key(4);
  private static final PublicOrigin ORIGIN = PublicOrigin.parse("https://node.example");

  private static TestRegistryChain chain;

  @TempDir private Path folder;
  private String before;
  private IdentityRegistry registry;

  @BeforeAll
  static void start() {
    chain = new TestRegistryChain();
  }

  @AfterAll
  static void stop() {
    chain.close();
  }

  @BeforeEach
  void remember() {
    before = chain.devnet().controls().snapshot();
    registry = new IdentityRegistry(chain.devnet().client(), chain.registry());
  }

  @AfterEach
  void forget() {
    chain.devnet().controls().setAutomine(true);
    chain.devnet().controls().revert(before);
  }

  private RegistrationNotes notes() {
    return new RegistrationNotes(folder.resolve("registrations"));
  }

  private Outcome run(Rpc rpc, Wish wish) {
    var client = new EvmClient(rpc);
    var config =
        GasAccountConfig.standard()
            .pollingEvery(Duration.ofMillis(20))
            .givingUpAfter(Duration.ofSeconds(5));
    try (var account = new GasAccount(client, chain.devnet().chain(), KEY, config)) {
      return new RegisterAgent(client, chain.registry(), account, notes()).run(wish);
    }
  }

  private Outcome run(Wish wish) {
    return run(chain.devnet().client().rpc(), wish);
  }

  private static Wish priced() {
    return Wish.seller(ORIGIN, true, Optional.empty());
  }

  private long minted() {
    var all = new LogFilter.Blocks.Range(BlockTag.number(0), BlockTag.Named.LATEST);
    var made = List.of(List.of(RegistryEvents.REGISTERED));
    return chain.devnet().client().logs(LogFilter.of(chain.registry().address(), made, all)).size();
  }

  private void assertRegistered(Outcome outcome) {
    AgentId agent = outcome.agent().agent();
    assertThat(registry.ownerOf(agent)).contains(KEY.address());
    assertThat(registry.agentUri(agent))
        .isEqualTo("https://node.example/.well-known/agent-registration.json");
    assertThat(registry.metadata(agent, "service.type").hex()).isEqualTo("0x64617461736574");
    assertThat(registry.metadata(agent, "x402.supported").hex()).isEqualTo("0x01");
    assertThat(notes().registrations()).containsExactly(outcome.agent());
    assertThat(minted()).isOne();
  }

  @Test
  void an_agent_is_made_with_all_its_values_in_one_transaction() {
    Outcome outcome = run(priced());
    assertRegistered(outcome);
    assertThat(outcome.made()).isTrue();
    assertThat(outcome.agent().agent()).isEqualTo(AgentId.of(0));
    assertThat(outcome.transactions()).hasSize(1);
    assertThat(outcome.gasUsed()).isPositive();
    assertThat(registry.wallet(AgentId.of(0))).contains(KEY.address());
  }

  @Test
  void again_changes_nothing_and_costs_nothing() {
    run(priced());
    Outcome again = run(priced());
    assertRegistered(again);
    assertThat(again.made()).isFalse();
    assertThat(again.transactions()).isEmpty();
    assertThat(again.gasUsed()).isZero();
  }

  @Test
  void another_origin_or_price_changes_the_agent_that_is_there() {
    run(Wish.seller(PublicOrigin.parse("https://old.example"), false, Optional.empty()));
    Outcome moved = run(priced());
    assertRegistered(moved);
    assertThat(moved.transactions()).hasSize(2);
  }

  @Test
  void a_crash_before_the_broadcast_leads_to_one_agent() {
    Rpc rpc = chain.devnet().client().rpc();
    Rpc deaf =
        (method, params) -> {
          if (method.equals("eth_sendRawTransaction")) {
            throw new IllegalStateException("killed");
          }
          return rpc.call(method, params);
        };
    assertThatThrownBy(() -> run(deaf, priced())).hasMessage("killed");
    assertThat(minted()).isZero();
    assertRegistered(run(priced()));
  }

  @Test
  void an_answer_that_is_lost_after_the_broadcast_leads_to_one_agent() {
    Rpc rpc = chain.devnet().client().rpc();
    var lost = new AtomicBoolean();
    Rpc losing =
        (method, params) -> {
          if (lost.get()) {
            throw new RpcUnavailableException("gone");
          }
          Json answer = rpc.call(method, params);
          if (method.equals("eth_sendRawTransaction")) {
            lost.set(true);
            throw new RpcUnavailableException("connection reset");
          }
          return answer;
        };
    assertThatThrownBy(() -> run(losing, priced())).isInstanceOf(ObolException.class);
    Outcome outcome = run(priced());
    assertRegistered(outcome);
    assertThat(outcome.made()).isTrue();
    assertThat(outcome.transactions()).isEmpty();
  }

  @Test
  void killed_at_every_request_to_the_node_it_makes_one_agent() {
    for (int deadline = 0; ; deadline++) {
      String here = chain.devnet().controls().snapshot();
      Path home = folder.resolve("kill-" + deadline);
      var left = new AtomicInteger(deadline);
      Rpc rpc = chain.devnet().client().rpc();
      Rpc mortal =
          (method, params) -> {
            if (left.getAndDecrement() <= 0) {
              throw new IllegalStateException("killed");
            }
            return rpc.call(method, params);
          };
      boolean survived = false;
      try {
        runIn(home, mortal);
        survived = true;
      } catch (IllegalStateException killed) {
        runIn(home, rpc);
      }
      assertThat(minted()).as("killed at request %d", deadline).isOne();
      chain.devnet().controls().revert(here);
      if (survived) {
        assertThat(deadline).isGreaterThan(10);
        return;
      }
    }
  }

  private void runIn(Path home, Rpc rpc) {
    var client = new EvmClient(rpc);
    var config = GasAccountConfig.standard().pollingEvery(Duration.ofMillis(20));
    try (var account = new GasAccount(client, chain.devnet().chain(), KEY, config)) {
      new RegisterAgent(client, chain.registry(), account, new RegistrationNotes(home))
          .run(priced());
    }
  }

  @Test
  void a_nonce_that_somebody_else_used_up_frees_the_way() {
    Rpc rpc = chain.devnet().client().rpc();
    Rpc deaf =
        (method, params) -> {
          if (method.equals("eth_sendRawTransaction")) {
            throw new IllegalStateException("killed");
          }
          return rpc.call(method, params);
        };
    assertThatThrownBy(() -> run(deaf, priced())).hasMessage("killed");
    try (GasAccount account = chain.devnet().gasAccount(KEY)) {
      account.execute(
          TransactionRequest.call(
                  chain.registry().address(), IdentityRegistry.setUriCall(AgentId.of(0), "x"))
              .withGasLimit(100_000));
    }
    assertRegistered(run(priced()));
  }

  @Test
  void an_agent_that_a_reorganization_took_back_is_made_once_more() {
    run(priced());
    chain.devnet().controls().reorg(1);
    assertThat(minted()).isZero();
    assertRegistered(run(priced()));
  }

  @Test
  void somebody_elses_agent_is_not_touched() {
    chain.send(TestAccounts.key(5), IdentityRegistry.registerCall("u", Map.of()));
    Wish theirs = Wish.seller(ORIGIN, true, Optional.of(AgentId.of(0)));
    assertThatThrownBy(() -> run(theirs))
        .isInstanceOfSatisfying(
            ObolException.class, e -> assertThat(e.exit()).isEqualTo(ObolException.Exit.REFUSED));
    assertThat(registry.agentUri(AgentId.of(0))).isEqualTo("u");
  }

  @Test
  void an_agent_that_was_made_elsewhere_is_taken_over_by_its_number() {
    chain.send(KEY, IdentityRegistry.registerCall("u", Map.of()));
    Outcome outcome = run(Wish.seller(ORIGIN, true, Optional.of(AgentId.of(0))));
    assertThat(outcome.made()).isFalse();
    assertRegistered(outcome);
    assertThat(run(priced()).transactions()).isEmpty();
  }

  @Test
  void two_at_once_are_one_too_many() {
    notes()
        .alone(
            () -> {
              assertThatThrownBy(() -> run(priced())).hasMessageContaining("another");
              return "";
            });
    assertThat(minted()).isZero();
  }

  @Test
  void a_note_that_cannot_be_read_stops_everything() throws Exception {
    run(priced());
    try (var files = Files.list(folder.resolve("registrations"))) {
      Path note = files.filter(f -> f.toString().endsWith(".json")).findFirst().orElseThrow();
      Files.writeString(note, "{");
    }
    assertThatThrownBy(() -> run(priced())).hasMessageContaining("second agent");
    assertThat(minted()).isOne();
  }
}
