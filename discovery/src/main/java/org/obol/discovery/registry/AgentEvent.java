package org.obol.discovery.registry;

import org.obol.crypto.Address;
import org.obol.evm.HexBytes;

/** What a registry tells of one agent. All text is hostile: anybody may register anything. */
public sealed interface AgentEvent {

  /** Which agent. */
  AgentId agent();

  /** The agent was made; an empty URI is legal. */
  record Registered(AgentId agent, String uri, Address owner) implements AgentEvent {}

  /** The agent's registration file is elsewhere now. */
  record UriUpdated(AgentId agent, String uri, Address updatedBy) implements AgentEvent {}

  /** A value of the agent was set; no bytes mean that it has none any more. */
  record MetadataSet(AgentId agent, String key, HexBytes value) implements AgentEvent {}

  /** The agent changed hands; it came from the zero address when it was made. */
  record Transferred(AgentId agent, Address from, Address to) implements AgentEvent {}
}
