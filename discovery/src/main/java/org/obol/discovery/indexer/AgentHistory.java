package org.obol.discovery.indexer;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.obol.crypto.Address;
import org.obol.discovery.registry.AgentEvent;
import org.obol.discovery.registry.AgentId;
import org.obol.evm.HexBytes;

/** Replays the events of one agent, in the order of the chain. Owned by one thread. */
final class AgentHistory {

  private static final int MAX_KEYS = 64;
  private static final int MAX_VALUE = 1_024;
  private static final String NOBODY = "0x" + "0".repeat(40);

  /**
   * What the events come to.
   *
   * @param metadata values by key: at most 64 of at most 1 KiB, others are left out
   * @param created Unix seconds of the first event's block
   * @param updated Unix seconds of the last event's block
   * @param block the last event's block
   */
  record State(
      AgentId id,
      Address owner,
      String uri,
      SortedMap<String, HexBytes> metadata,
      long created,
      long updated,
      long block) {}

  private final SortedMap<String, HexBytes> metadata = new TreeMap<>();
  private @Nullable Address holder;
  private @Nullable Address registrant;
  private String uri = "";

  private AgentHistory() {}

  /**
   * An event with the time of its block.
   *
   * @param time Unix seconds
   */
  record Timed(IndexedEvent event, long time) {}

  /** What the events of {@code id} come to; empty when nobody owns it, be it that it was burned. */
  static Optional<State> replay(AgentId id, List<Timed> events) {
    var history = new AgentHistory();
    events.forEach(timed -> history.apply(timed.event().event()));
    // The registry's receiver hook can move an agent before Registered names who made it, so that
    // transfers say more.
    Address owner = history.holder == null ? history.registrant : history.holder;
    if (owner == null || owner.hex().equals(NOBODY)) {
      return Optional.empty();
    }
    Timed last = events.getLast();
    return Optional.of(
        new State(
            id,
            owner,
            history.uri,
            history.metadata,
            events.getFirst().time(),
            last.time(),
            last.event().block()));
  }

  private void apply(AgentEvent event) {
    switch (event) {
      case AgentEvent.Registered made -> {
        registrant = made.owner();
        uri = made.uri();
      }
      case AgentEvent.UriUpdated moved -> uri = moved.uri();
      case AgentEvent.Transferred given -> holder = given.to();
      case AgentEvent.MetadataSet set -> set(set.key(), set.value());
    }
  }

  private void set(String key, HexBytes value) {
    if (value.isEmpty() || value.size() > MAX_VALUE) {
      metadata.remove(key);
    } else if (metadata.containsKey(key) || metadata.size() < MAX_KEYS) {
      metadata.put(key, value);
    }
  }
}
