package org.obol.discovery.indexer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.discovery.registry.AgentEvent;
import org.obol.discovery.registry.AgentId;
import org.obol.discovery.registry.AgentUri;
import org.obol.discovery.registry.RegistryId;
import org.obol.evm.HexBytes;
import org.obol.ledger.Tx;

/**
 * The rows of agents, each computed anew from all of the agent's events and its file, so that a row
 * never depends on the way by which the index came there.
 */
final class AgentTable {

  private static final int MAX_KEY = 128;
  private static final int MAX_VALUE = 16 << 10;

  private final RegistryId registry;

  AgentTable(RegistryId registry) {
    this.registry = registry;
  }

  /** Whether the index keeps such an event at all: what nobody could show is no use. */
  static boolean keeps(AgentEvent event) {
    return !(event instanceof AgentEvent.MetadataSet set && set.key().length() > MAX_KEY);
  }

  /** Writes the event down. */
  static void insert(Tx tx, IndexedEvent at) {
    String kind;
    String name = "";
    String value;
    switch (at.event()) {
      case AgentEvent.Registered e -> {
        kind = "registered";
        name = e.owner().hex();
        value = uri(e.uri());
      }
      case AgentEvent.UriUpdated e -> {
        kind = "uri";
        name = e.updatedBy().hex();
        value = uri(e.uri());
      }
      case AgentEvent.MetadataSet e -> {
        kind = "metadata";
        name = e.key();
        value = e.value().size() > MAX_VALUE ? HexBytes.EMPTY.hex() : e.value().hex();
      }
      case AgentEvent.Transferred e -> {
        kind = "transfer";
        name = e.from().hex();
        value = e.to().hex();
      }
    }
    tx.update(
        "insert into event (block, position, tx, agent, kind, name, value)"
            + " values (?, ?, ?, ?, ?, ?, ?)",
        at.block(),
        at.position(),
        at.transaction().hex(),
        at.event().agent().padded(),
        kind,
        name,
        value);
  }

  private static String uri(String uri) {
    return uri.length() > AgentUri.MAX_INLINE ? "" : uri;
  }

  /** Computes the agent's row anew, and forgets a file that no agent points to any more. */
  void rebuild(Tx tx, AgentId id) {
    List<Optional<String>> before =
        tx.list(
            "select source from agent where id = ?",
            row -> Optional.ofNullable(row.getString(1)),
            id.padded());
    if (!before.isEmpty()) {
      tx.update("delete from agent_protocol where agent = ?", id.padded());
      tx.update("delete from agent where id = ?", id.padded());
    }
    AgentHistory.replay(id, events(tx, id)).ifPresent(state -> insert(tx, state));
    before.stream()
        .flatMap(Optional::stream)
        .forEach(
            source ->
                tx.update(
                    "delete from document where source = ? and not exists"
                        + " (select 1 from agent where agent.source = document.source)",
                    source));
  }

  private void insert(Tx tx, AgentHistory.State state) {
    Optional<String> source = Optional.empty();
    AgentDocument document;
    try {
      document =
          switch (AgentUri.parse(state.uri())) {
            case AgentUri.Inline inline -> AgentDocument.in(inline);
            case AgentUri.Web web -> {
              source = Optional.of(state.uri());
              yield DocumentTable.expect(tx, state.uri());
            }
            case AgentUri.Ipfs ipfs -> {
              source = Optional.of(state.uri());
              yield DocumentTable.expect(tx, state.uri());
            }
          };
    } catch (IllegalArgumentException e) {
      document = AgentDocument.failed(String.valueOf(e.getMessage()));
    }
    var record = new AgentRecord(registry, state, document);
    String id = state.id().padded();
    tx.update(
        "insert into agent (id, owner, uri, source, name, search, created, metadata, record)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        state.owner().hex(),
        state.uri(),
        source,
        record.name().toLowerCase(Locale.ROOT),
        record.searched(),
        state.created(),
        record.metadata().text(),
        record.json().text());
    record.protocols().stream()
        .map(protocol -> protocol.toLowerCase(Locale.ROOT))
        .distinct()
        .forEach(
            protocol ->
                tx.update(
                    "insert into agent_protocol (protocol, agent) values (?, ?)", protocol, id));
  }

  private static List<AgentHistory.Timed> events(Tx tx, AgentId id) {
    return tx.list(
        "select event.block, position, tx, kind, name, value, block.time from event"
            + " join block on block.number = event.block where agent = ?"
            + " order by event.block, position",
        row -> timed(row, id),
        id.padded());
  }

  private static AgentHistory.Timed timed(ResultSet row, AgentId id) throws SQLException {
    String kind = row.getString(4);
    String name = row.getString(5);
    String value = row.getString(6);
    AgentEvent event =
        switch (kind) {
          case "registered" -> new AgentEvent.Registered(id, value, new Address(name));
          case "uri" -> new AgentEvent.UriUpdated(id, value, new Address(name));
          case "metadata" -> new AgentEvent.MetadataSet(id, name, new HexBytes(value));
          case "transfer" -> new AgentEvent.Transferred(id, new Address(name), new Address(value));
          default -> throw new IllegalStateException("an event of kind " + kind);
        };
    return new AgentHistory.Timed(
        new IndexedEvent(row.getLong(1), row.getLong(2), new Bytes32(row.getString(3)), event),
        row.getLong(7));
  }
}
