package org.obol.discovery.onchain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.discovery.indexer.AgentIndex;
import org.obol.discovery.indexer.ListedAgent;
import org.obol.discovery.registry.AgentId;
import org.obol.discovery.router.Deadline;

/** Which agents are looked at when an index has more of them. */
final class ChosenAgentsTest {

  private static final Deadline SOON = Deadline.in(Duration.ofMinutes(1));

  private final List<AgentIndex.Ask> asked = new ArrayList<>();

  /** An index of {@code all} agents, of which those from {@code firstNamed} on have the words. */
  private AgentIndex index(int all, int firstNamed) {
    return ask -> {
      asked.add(ask);
      int first = ask.words().isPresent() ? firstNamed : 0;
      List<ListedAgent> page =
          IntStream.range(first, all)
              .skip((ask.page() - 1L) * AgentIndex.PAGE)
              .limit(AgentIndex.PAGE)
              .mapToObj(ChosenAgentsTest::agent)
              .toList();
      return new ListedAgent.Page(page, all - first);
    };
  }

  private static ListedAgent agent(int number) {
    return new ListedAgent(
        AgentId.of(number), new Address("0x" + "a".repeat(40)), Optional.empty());
  }

  private static List<ListedAgent> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(ChosenAgentsTest::agent).toList();
  }

  @Test
  void without_words_they_are_the_first_and_the_others_are_counted() {
    var chosen = ChosenAgents.of(index(3_214, 0), " ", 100, SOON);
    assertThat(chosen.agents()).isEqualTo(numbers(0, 100));
    assertThat(chosen.leftOut()).isEqualTo(3_114);
    assertThat(asked).hasSize(2);
  }

  @Test
  void pages_are_asked_for_until_there_are_enough() {
    var chosen = ChosenAgents.of(index(230, 0), "", 1_000, SOON);
    assertThat(chosen.agents()).isEqualTo(numbers(0, 230));
    assertThat(chosen.leftOut()).isZero();
    assertThat(ChosenAgents.of(index(230, 0), "", 150, SOON).agents()).isEqualTo(numbers(0, 150));
  }

  @Test
  void who_has_the_words_comes_first_however_late_it_came() {
    var chosen = ChosenAgents.of(index(5_000, 4_990), "coding sessions", 100, SOON);
    List<ListedAgent> expected = new ArrayList<>(numbers(4_990, 5_000));
    expected.addAll(numbers(0, 90));
    assertThat(chosen.agents()).isEqualTo(expected);
    assertThat(chosen.leftOut()).isEqualTo(4_900);
    assertThat(asked.getFirst().words()).contains("coding sessions");
  }

  @Test
  void a_flood_of_late_comers_with_the_words_takes_half_of_the_places() {
    var chosen = ChosenAgents.of(index(10_000, 50), "coding", 100, SOON);
    List<ListedAgent> expected = new ArrayList<>(numbers(50, 100));
    expected.addAll(numbers(0, 50));
    assertThat(chosen.agents()).isEqualTo(expected);
    assertThat(ChosenAgents.of(index(10, 5), "coding", 1, SOON).agents()).isEqualTo(numbers(0, 1));
  }

  @Test
  void an_index_without_end_is_asked_for_no_more_than_is_wanted_and_no_longer_than_there_is_time() {
    AgentIndex endless =
        ask -> {
          asked.add(ask);
          int first = ask.page() * AgentIndex.PAGE;
          return new ListedAgent.Page(numbers(first, first + 1), Long.MAX_VALUE);
        };
    assertThat(ChosenAgents.of(endless, "", 1_000, SOON).agents()).hasSize(10);
    assertThat(asked).hasSize(20);
    asked.clear();
    assertThat(ChosenAgents.of(endless, "", 1_000, Deadline.in(Duration.ZERO)).agents()).hasSize(1);
    assertThat(asked).as("the first page of each is always asked for").hasSize(2);
    AgentIndex broken = ask -> new ListedAgent.Page(List.of(), -5);
    assertThat(ChosenAgents.of(broken, "", 10, SOON)).isEqualTo(new ChosenAgents(List.of(), 0));
  }
}
