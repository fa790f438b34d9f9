package org.obol.discovery.registry;

import java.util.List;
import java.util.Optional;

/**
 * A way to reach an agent (ERC-8004, registration file, {@code services}).
 *
 * @param name such as web, A2A, MCP, OASF, obol-catalog; free to add to
 * @param endpoint usually a URL, but an ENS name or a DID is one, too
 */
public record AgentService(
    String name,
    String endpoint,
    Optional<String> version,
    List<String> skills,
    List<String> domains) {

  /** Copies the lists. */
  public AgentService {
    skills = List.copyOf(skills);
    domains = List.copyOf(domains);
  }

  /** A service with nothing but a place. */
  public static AgentService of(String name, String endpoint) {
    return new AgentService(name, endpoint, Optional.empty(), List.of(), List.of());
  }

  /** The same in that version. */
  public AgentService version(String other) {
    return new AgentService(name, endpoint, Optional.of(other), skills, domains);
  }
}
