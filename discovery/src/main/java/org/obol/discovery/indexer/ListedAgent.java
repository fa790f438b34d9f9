package org.obol.discovery.indexer;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.discovery.registry.AgentId;
import org.obol.discovery.registry.RegistryId;

/**
 * An agent as an index lists it. It is the index's word: whoever needs to know asks the chain.
 *
 * @param uri of the registration file; empty when the index does not tell
 */
public record ListedAgent(AgentId agent, Address owner, Optional<String> uri) {

  /** A page of them, and how many there are on all pages. */
  public record Page(List<ListedAgent> agents, long total) {

    /** Copies the list. */
    public Page {
      agents = List.copyOf(agents);
    }
  }

  /**
   * Reads the record of a list in 8004scan's shape; empty when it is none, or of an agent in
   * another registry.
   */
  static Optional<ListedAgent> read(Json json, RegistryId registry) {
    try {
      Json.Obj agent = json.asObject("agent");
      AgentId id = AgentId.parse(agent.requireText("token_id"));
      String named = registry.chain().value() + ":" + registry.address().hex() + ":" + id;
      return agent.requireText("agent_id").equalsIgnoreCase(named)
          ? Optional.of(
              new ListedAgent(
                  id, Address.parse(agent.requireText("owner_address")), agent.text("uri")))
          : Optional.empty();
    } catch (JsonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
