package org.obol.cli.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.obol.cli.Answer;
import org.obol.crypto.Address;
import org.obol.discovery.onchain.ChainAgent;
import org.obol.discovery.onchain.DiscoverOnChain.Limits;
import org.obol.discovery.onchain.DiscoverOnChain.Result;
import org.obol.discovery.onchain.DiscoverOnChain.Unreached;
import org.obol.discovery.onchain.Finding;
import org.obol.discovery.registry.AgentId;
import org.obol.discovery.registry.AgentRegistration;
import org.obol.discovery.registry.RegistryId;
import org.obol.evm.ChainId;

/** What people are told when a search from a chain on was cut short. */
final class ChainFindsTest {

  private static final Limits LIMITS = new Limits(100, Duration.ofSeconds(60));
  private static final RegistryId REGISTRY =
      new RegistryId(new ChainId(31337), new Address("0x" + "a".repeat(40)));

  private static Answer answer(List<ChainAgent> agents, long leftOut, Unreached unreached) {
    return ChainFinds.answer(
        new Result(agents, leftOut, unreached, Map.of(), List.of(), 0), LIMITS);
  }

  private static ChainAgent broken(int number) {
    return new ChainAgent(
        new AgentRegistration(REGISTRY, AgentId.of(number)),
        Optional.empty(),
        Optional.empty(),
        "",
        "",
        List.of(new Finding(Finding.Check.FILE, Finding.Standing.CLAIMED, "no file")),
        List.of());
  }

  @Test
  void what_was_not_reached_is_said_and_nothing_found_then_is_a_failure() {
    Answer cut = answer(List.of(), 3_114, new Unreached(100, 0, 7));
    assertThat(cut.lines())
        .containsExactly(
            "nothing was found",
            "Looked at 100 of 3,214 agents or more; --max-agents looks at others",
            "Not reached within 60 s: 100 agents, 0 catalogs; --timeout gives them longer",
            "Not checked: 7 rows");
    assertThat(cut.status()).isEqualTo(5);
    assertThat(cut.json().object("unreached").orElseThrow().text())
        .isEqualTo("{\"agents\":100,\"catalogs\":0,\"rows\":7}");
    assertThat(answer(List.of(), 0, new Unreached(0, 1, 0)).status()).isEqualTo(5);
  }

  @Test
  void nothing_where_everything_was_reached_is_no_failure() {
    Answer nothing = answer(List.of(), 5, new Unreached(0, 0, 0));
    assertThat(nothing.status()).isZero();
    assertThat(nothing.lines()).hasSize(2);
  }

  @Test
  void very_many_broken_agents_do_not_fill_the_screen() {
    List<ChainAgent> agents = IntStream.range(0, 1_000).mapToObj(ChainFindsTest::broken).toList();
    Answer answer = answer(agents, 0, new Unreached(0, 0, 0));
    assertThat(answer.lines()).hasSize(22).last().asString().startsWith("980 more such lines");
    assertThat(answer.json().list("agents").orElseThrow()).hasSize(1_000);
  }
}
