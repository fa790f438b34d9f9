package org.obol.discovery.onchain;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.discovery.registry.AgentRegistration;
import org.obol.discovery.router.Member;

/**
 * An agent as the chain has it, and what its URI leads to.
 *
 * @param owner who owns it; empty when the chain has no such agent
 * @param wallet the account it names as its own
 * @param uri of its registration file; a stranger's text, maybe empty
 * @param name that it gives itself; a stranger's text, maybe empty
 * @param findings about the agent, whatever is sold
 * @param catalogs where what it sells is listed
 */
public record ChainAgent(
    AgentRegistration agent,
    Optional<Address> owner,
    Optional<Address> wallet,
    String uri,
    String name,
    List<Finding> findings,
    List<Link> catalogs) {

  /**
   * A catalog and what ties it to the agent.
   *
   * @param origin how far the catalog's origin stands for the agent
   */
  public record Link(Member catalog, Finding named, Finding origin) {}

  /** Copies the lists. */
  public ChainAgent {
    findings = List.copyOf(findings);
    catalogs = List.copyOf(catalogs);
  }

  /**
   * Whether that account has agreed to be the agent's: it registered the agent, or signed to be its
   * wallet. An owner alone may have been given the agent by a stranger.
   */
  boolean isAccount(Address account) {
    return wallet.equals(Optional.of(account));
  }

  /** The members. */
  public Json.Obj toJson() {
    JsonObject out =
        Json.object()
            .put("agentId", agent.agent().toString())
            .put("agentRegistry", agent.registry().toString())
            .putIfPresent("owner", owner.map(address -> Json.of(address.checksummed())))
            .putIfPresent("wallet", wallet.map(address -> Json.of(address.checksummed())))
            .put("uri", uri)
            .put("name", name)
            .put(
                "catalogs",
                catalogs.stream()
                    .map(link -> Json.of(link.catalog().catalog().toString()))
                    .toList());
    FoundRow.put(out, findings);
    return out.build();
  }
}
