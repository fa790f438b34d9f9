package org.obol.discovery.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.discovery.registry.AgentEvent;
import org.obol.discovery.registry.AgentEvent.MetadataSet;
import org.obol.discovery.registry.AgentEvent.Registered;
import org.obol.discovery.registry.AgentEvent.Transferred;
import org.obol.discovery.registry.AgentId;
import org.obol.evm.HexBytes;

/** What events come to. */
final class AgentHistoryTest {

  private static final AgentId ZERO = AgentId.of(0);
  private static final Address NOBODY = new Address("0x" + "0".repeat(40));
  private static final Address ADA = new Address("0x" + "a".repeat(40));
  private static final Address BOB = new Address("0x" + "b".repeat(40));

  private static AgentHistory.State replay(AgentEvent... events) {
    return AgentHistory.replay(ZERO, timed(List.of(events))).orElseThrow();
  }

  private static List<AgentHistory.Timed> timed(List<AgentEvent> events) {
    List<AgentHistory.Timed> timed = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      timed.add(
          new AgentHistory.Timed(new IndexedEvent(i, 0, Bytes32.ZERO, events.get(i)), 100L + i));
    }
    return timed;
  }

  @Test
  void a_receiver_hook_that_gives_the_agent_away_is_followed() {
    // ERC-721 calls the new owner's contract before Registered is emitted.
    AgentHistory.State state =
        replay(
            new Transferred(ZERO, NOBODY, ADA),
            new Transferred(ZERO, ADA, BOB),
            new Registered(ZERO, "u", ADA));
    assertThat(state.owner()).isEqualTo(BOB);
    assertThat(state.uri()).isEqualTo("u");
    assertThat(state.created()).isEqualTo(100);
    assertThat(state.updated()).isEqualTo(102);
  }

  @Test
  void without_transfers_the_registrant_is_the_owner() {
    assertThat(replay(new Registered(ZERO, "u", ADA)).owner()).isEqualTo(ADA);
  }

  @Test
  void a_burned_agent_is_none_and_so_is_one_that_only_has_values() {
    assertThat(
            AgentHistory.replay(
                ZERO,
                timed(List.of(new Registered(ZERO, "u", ADA), new Transferred(ZERO, ADA, NOBODY)))))
        .isEmpty();
    assertThat(
            AgentHistory.replay(
                ZERO, timed(List.of(new MetadataSet(ZERO, "k", new HexBytes("0x01"))))))
        .isEmpty();
  }

  @Test
  void values_are_set_cleared_and_capped() {
    List<AgentEvent> events = new ArrayList<>(List.of(new Registered(ZERO, "u", ADA)));
    events.add(new MetadataSet(ZERO, "a", new HexBytes("0x01")));
    events.add(new MetadataSet(ZERO, "a", HexBytes.EMPTY));
    events.add(new MetadataSet(ZERO, "long", new HexBytes("0x01")));
    events.add(new MetadataSet(ZERO, "long", HexBytes.of(new byte[2_000])));
    IntStream.range(0, 200)
        .forEach(i -> events.add(new MetadataSet(ZERO, "k" + i, new HexBytes("0x02"))));
    events.add(new MetadataSet(ZERO, "k0", new HexBytes("0x03")));
    AgentHistory.State state = AgentHistory.replay(ZERO, timed(events)).orElseThrow();
    assertThat(state.metadata()).hasSize(64).doesNotContainKeys("a", "long");
    assertThat(state.metadata()).containsEntry("k0", new HexBytes("0x03"));
  }
}
